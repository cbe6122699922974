"""Known wrong ways to write beam search; each docstring is what the learner is told."""

import torch


class _Beam:
    """Correct; a mistake overrides one step. A hypothesis is (score, ids)."""

    @classmethod
    def beam_search(cls, next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        beam = [(cls.first_score, [start_id])]
        for _ in range(cls.steps(max_len)):
            candidates = []
            for score, ids in beam:
                if cls.over(ids, end_id):
                    candidates += cls.finished(score, ids)
                    continue
                scores = cls.scores(next_logits(ids)).tolist()
                children = [(cls.add(score, each), [*ids, i]) for i, each in enumerate(scores)]
                candidates += cls.children(children)
            if not candidates:
                break
            beam = sorted(candidates, key=lambda one: cls.rank(one, length_penalty), reverse=True)[:beam_size]
            if cls.stop(beam, end_id):
                break
        return cls.result(cls.choose(beam, end_id, length_penalty), start_id, end_id)

    first_score = 0.0

    @staticmethod
    def steps(max_len):
        return max_len - 1

    @staticmethod
    def over(ids, end_id):
        return ids[-1] == end_id

    @staticmethod
    def finished(score, ids):
        return [(score, ids)]

    @staticmethod
    def scores(logits):
        return torch.log_softmax(logits, dim=-1)

    @staticmethod
    def add(score, log_prob):
        return score + log_prob

    @staticmethod
    def children(children):
        return children

    @staticmethod
    def rank(hypothesis, length_penalty):
        return hypothesis[0]

    @staticmethod
    def stop(beam, end_id):
        return all(ids[-1] == end_id for _, ids in beam)

    @classmethod
    def choose(cls, beam, end_id, length_penalty):
        return max(beam, key=lambda one: cls.value(*one, length_penalty))[1]

    @staticmethod
    def value(score, ids, length_penalty):
        return score / max(len(ids) - 1, 1) ** length_penalty

    @staticmethod
    def result(ids, start_id, end_id):
        return ids


class beam_of_one(_Beam):
    """Your search is greedy: it keeps one hypothesis, whatever `beam_size` says. Keep the best `beam_size` of all
    candidates."""

    @classmethod
    def beam_search(cls, next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        return super().beam_search(next_logits, start_id, end_id, 1, max_len, length_penalty)


class one_child_each(_Beam):
    """Your hypotheses go on one by one, each with its best next id: after the first step none is ever dropped. Put the
    candidates of all hypotheses together, then keep the best `beam_size`."""

    @classmethod
    def beam_search(cls, next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        beam = [(0.0, [start_id])]
        for step in range(max_len - 1):
            grown = []
            for score, ids in beam:
                if ids[-1] == end_id:
                    grown.append((score, ids))
                    continue
                log_probs = torch.log_softmax(next_logits(ids), dim=-1)
                best = log_probs.topk(1 if step else min(beam_size, len(log_probs)))
                pairs = zip(best.values.tolist(), best.indices.tolist(), strict=True)
                grown += [(score + log_prob, [*ids, i]) for log_prob, i in pairs]
            beam = grown
        return cls.choose(beam, end_id, length_penalty)


class logits_summed(_Beam):
    """You sum the raw logits: they have a different zero at every step. Sum log-probabilities, log_softmax(logits)."""

    @staticmethod
    def scores(logits):
        return logits


class probabilities_summed(_Beam):
    """You sum probabilities: the probability of a sentence is their product. Sum their logarithms."""

    @staticmethod
    def scores(logits):
        return torch.softmax(logits, dim=-1)


class probabilities_multiplied(_Beam):
    """You multiply probabilities and divide the product by the length: for numbers that are not negative this makes
    longer sentences worse instead of better. Use log-probabilities."""

    first_score = 1.0

    @staticmethod
    def scores(logits):
        return torch.softmax(logits, dim=-1)

    @staticmethod
    def add(score, probability):
        return score * probability


class only_the_last_score(_Beam):
    """Your score is the last log-probability alone: add it to the score of the hypothesis so far."""

    @staticmethod
    def add(score, log_prob):
        return log_prob


class finished_ones_forgotten(_Beam):
    """You drop a hypothesis when it is finished: keep it in the beam with its score, it may win in the end."""

    @staticmethod
    def finished(score, ids):
        return []


class finished_ones_go_on(_Beam):
    """You go on after `end_id`: a finished hypothesis stays as it is, and the model is not asked about it."""

    @staticmethod
    def over(ids, end_id):
        return False

    @staticmethod
    def stop(beam, end_id):
        return False


class finished_ones_set_aside(_Beam):
    """You put finished hypotheses aside, so that they take no place in the beam and can't be pushed out. Here they stay
    in the beam and compete."""

    @classmethod
    def beam_search(cls, next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        beam, done = [(0.0, [start_id])], []
        for _ in range(max_len - 1):
            candidates = []
            for score, ids in beam:
                log_probs = torch.log_softmax(next_logits(ids), dim=-1).tolist()
                candidates += [(score + log_prob, [*ids, i]) for i, log_prob in enumerate(log_probs)]
            best = sorted(candidates, reverse=True)
            done += [one for one in best[:beam_size] if one[1][-1] == end_id]
            beam = [one for one in best if one[1][-1] != end_id][:beam_size]
        return cls.choose([*done, *beam], end_id, length_penalty)


class beam_shrinks(_Beam):
    """Your beam becomes narrower with every hypothesis that finishes, and a finished one is never pushed out. Here they
    stay in the beam and compete with the others."""

    @classmethod
    def beam_search(cls, next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        beam, done = [(0.0, [start_id])], []
        for _ in range(max_len - 1):
            candidates = []
            for score, ids in beam:
                log_probs = torch.log_softmax(next_logits(ids), dim=-1).tolist()
                candidates += [(score + log_prob, [*ids, i]) for i, log_prob in enumerate(log_probs)]
            best = sorted(candidates, reverse=True)[: beam_size - len(done)]
            done += [one for one in best if one[1][-1] == end_id]
            beam = [one for one in best if one[1][-1] != end_id]
        return cls.choose([*done, *beam], end_id, length_penalty)


class stops_at_the_first_finished(_Beam):
    """You stop as soon as one hypothesis is finished: go on until all of the beam are, or the room is full."""

    @staticmethod
    def stop(beam, end_id):
        return any(ids[-1] == end_id for _, ids in beam)

    @classmethod
    def choose(cls, beam, end_id, length_penalty):
        finished = [one for one in beam if one[1][-1] == end_id]
        return super().choose(finished or beam, end_id, length_penalty)


class stops_when_the_best_is_finished(_Beam):
    """You stop when the best of the beam is finished. With a length penalty a longer one can still overtake it: go on
    until all of the beam are finished."""

    @staticmethod
    def stop(beam, end_id):
        return beam[0][1][-1] == end_id


class unfinished_ones_left_out(_Beam):
    """You choose among the finished hypotheses only: when the room is full, the unfinished ones are compared too."""

    @classmethod
    def choose(cls, beam, end_id, length_penalty):
        finished = [one for one in beam if one[1][-1] == end_id]
        return super().choose(finished or beam, end_id, length_penalty)


class penalty_ignored(_Beam):
    """Your length penalty has no effect: in the end, divide each score by generated_length ** length_penalty."""

    @staticmethod
    def value(score, ids, length_penalty):
        return score


class penalty_multiplied(_Beam):
    """You multiply by the length penalty: log-probabilities are negative, so this makes longer sentences worse.
    Divide."""

    @staticmethod
    def value(score, ids, length_penalty):
        return score * max(len(ids) - 1, 1) ** length_penalty


class start_counted(_Beam):
    """Your length counts `start_id`: only the generated ids count, len(ids) - 1."""

    @staticmethod
    def value(score, ids, length_penalty):
        return score / len(ids) ** length_penalty


class penalty_of_another_paper(_Beam):
    """You divide by ((5 + length) / 6) ** length_penalty, as in Google's translation system. Here it is the length
    itself."""

    @staticmethod
    def value(score, ids, length_penalty):
        return score / ((5 + len(ids) - 1) / 6) ** length_penalty


class always_the_mean(_Beam):
    """You divide by the length itself, whatever `length_penalty` is: it is the exponent, and with 0 nothing changes."""

    @staticmethod
    def value(score, ids, length_penalty):
        return score / max(len(ids) - 1, 1)


class pruned_with_penalty(_Beam):
    """You use the length penalty in every step: prune by the plain sums, and apply it in the end only."""

    @classmethod
    def rank(cls, hypothesis, length_penalty):
        return cls.value(*hypothesis, length_penalty)


class one_id_too_many(_Beam):
    """Your sentences have max_len ids after the start: `start_id` counts too."""

    @staticmethod
    def steps(max_len):
        return max_len


class one_id_too_few(_Beam):
    """Your search ends one step too early: sentences may have max_len ids, the start included."""

    @staticmethod
    def steps(max_len):
        return max_len - 2


class worst_chosen(_Beam):
    """You keep the candidates with the smallest scores: sort so that the largest come first."""

    @staticmethod
    def rank(hypothesis, length_penalty):
        return -hypothesis[0]


class start_left_out(_Beam):
    """Your result lacks `start_id`: it is the first of the ids."""

    @staticmethod
    def result(ids, start_id, end_id):
        return ids[1:]


class end_left_out(_Beam):
    """Your result lacks `end_id`: it is the last of the ids if it came."""

    @staticmethod
    def result(ids, start_id, end_id):
        return [i for i in ids if i != end_id]
