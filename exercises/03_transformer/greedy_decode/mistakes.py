"""Known wrong ways to write greedy decoding; each docstring is what the learner is told."""

import torch


class _Greedy:
    """Correct; a mistake overrides one step."""

    @classmethod
    def greedy_decode(cls, next_logits, start_id, end_id, max_len):
        ids = [start_id]
        while cls.has_room(ids, max_len):
            ids.append(cls.best(next_logits(cls.seen(ids))))
            if cls.over(ids, end_id):
                break
        return cls.result(ids, start_id, end_id)

    @staticmethod
    def has_room(ids, max_len):
        return len(ids) < max_len

    @staticmethod
    def seen(ids):
        return ids

    @staticmethod
    def best(logits):
        return int(logits.argmax())

    @staticmethod
    def over(ids, end_id):
        return ids[-1] == end_id

    @staticmethod
    def result(ids, start_id, end_id):
        return ids


class end_ignored(_Greedy):
    """You go on after `end_id` until the room is full: stop when it comes."""

    @staticmethod
    def over(ids, end_id):
        return False


class end_left_out(_Greedy):
    """Your result lacks `end_id`: append it, then stop."""

    @staticmethod
    def result(ids, start_id, end_id):
        return ids[:-1] if len(ids) > 1 and ids[-1] == end_id else ids


class start_left_out(_Greedy):
    """Your result lacks `start_id`: it is the first of the ids."""

    @staticmethod
    def result(ids, start_id, end_id):
        return ids[1:]


class one_id_too_many(_Greedy):
    """Your result has max_len ids after the start: `start_id` counts too, so there is one too many."""

    @staticmethod
    def has_room(ids, max_len):
        return len(ids) <= max_len


class one_id_too_few(_Greedy):
    """You stop one id too early: without an end there are exactly max_len ids."""

    @staticmethod
    def has_room(ids, max_len):
        return len(ids) < max_len - 1


class max_len_ignored(_Greedy):
    """You go on until the end comes, whatever `max_len` says: stop when there are max_len ids. (Your answer was cut off
    here; it might never have ended.)"""

    @staticmethod
    def has_room(ids, max_len):
        return len(ids) < 40


class one_step_late(_Greedy):
    """You stop one id after the end: look at the id that you have just appended, not at the one before."""

    @staticmethod
    def over(ids, end_id):
        return ids[-2] == end_id


class end_forced(_Greedy):
    """You put `end_id` at the end even if the model did not say it: a sentence without room simply stops."""

    @staticmethod
    def result(ids, start_id, end_id):
        return ids if ids[-1] == end_id else [*ids, end_id]


class end_forced_in_last_place(_Greedy):
    """You replace the last id by `end_id` when the room is full: a sentence without room simply stops."""

    @classmethod
    def greedy_decode(cls, next_logits, start_id, end_id, max_len):
        ids = super().greedy_decode(next_logits, start_id, end_id, max_len)
        return [*ids[:-1], end_id] if len(ids) == max_len > 1 else ids


class stops_at_the_start_id(_Greedy):
    """You also stop when `start_id` comes again: only `end_id` ends the sentence."""

    @staticmethod
    def over(ids, end_id):
        return ids[-1] in (end_id, ids[0])


class only_the_last_id(_Greedy):
    """You show the model only the last id: give it all ids so far."""

    @staticmethod
    def seen(ids):
        return ids[-1:]


class without_the_start(_Greedy):
    """You show the model the ids without `start_id`: the list begins with it."""

    @staticmethod
    def seen(ids):
        return ids[1:] or ids


class always_from_the_start(_Greedy):
    """You always show the model [start_id] alone, so it always says the same: give it all ids so far."""

    @staticmethod
    def seen(ids):
        return ids[:1]


class newest_first(_Greedy):
    """You put new ids in front: the oldest id comes first, the newest last."""

    @staticmethod
    def seen(ids):
        return ids[::-1]


class smallest_score(_Greedy):
    """You take the id with the smallest score: take the largest, argmax."""

    @staticmethod
    def best(logits):
        return int(logits.argmin())


class sampled(_Greedy):
    """You draw the next id at random: greedy means that the best one is taken."""

    @staticmethod
    def best(logits):
        return int(torch.multinomial(torch.softmax(logits.float(), dim=-1), 1))


class second_best(_Greedy):
    """You take the second best id: after a descending sort the best stands at 0."""

    @staticmethod
    def best(logits):
        return int(logits.argsort(descending=True)[1])


class id_zero_left_out(_Greedy):
    """You never take id 0: it is a word like any other here, whatever padding is elsewhere."""

    @staticmethod
    def best(logits):
        return int(logits[1:].argmax()) + 1


class compared_with_zero(_Greedy):
    """You begin your search for the best score with 0: when all scores are negative, none is found. Begin with −∞, or
    use argmax."""

    @staticmethod
    def best(logits):
        best, best_score = 0, 0.0
        for i, score in enumerate(logits.tolist()):
            if score > best_score:
                best, best_score = i, score
        return best


class softmax_overflows(_Greedy):
    """You take exp of the raw scores, and large ones become infinite or NaN. The order of the scores is enough: use
    argmax of the logits."""

    @staticmethod
    def best(logits):
        exps = logits.exp()
        return int((exps / exps.sum()).argmax())


class tensors_in_the_list(_Greedy):
    """Your list holds tensors: take the number out with `.item()` or `int(…)`."""

    @classmethod
    def greedy_decode(cls, next_logits, start_id, end_id, max_len):
        ids = super().greedy_decode(next_logits, start_id, end_id, max_len)
        return [ids[0], *(torch.tensor(i) for i in ids[1:])]


class tensor_returned(_Greedy):
    """You return a tensor: a list of ints is asked, `.tolist()` makes one."""

    @staticmethod
    def result(ids, start_id, end_id):
        return torch.tensor(ids)
