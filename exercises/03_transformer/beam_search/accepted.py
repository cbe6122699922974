"""Correct ways to write beam search that differ in kind."""

import heapq
from dataclasses import dataclass

import torch


class flattened_topk:
    """The scores of all candidates in one tensor (beam, vocab); a finished row can only repeat the end, for free."""

    @staticmethod
    def beam_search(next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        vocab, beam, scores = 0, [[start_id]], torch.zeros(1, dtype=torch.float64)
        for _ in range(max_len - 1):
            rows = []
            for ids in beam:
                if ids[-1] == end_id:
                    row = torch.full((vocab,), -torch.inf, dtype=torch.float64)
                    row[end_id] = 0.0
                else:
                    row = next_logits(ids).double().log_softmax(dim=-1)
                    vocab = len(row)
                rows.append(row)
            totals = (scores[:, None] + torch.stack(rows)).flatten()  # (beam · vocab,)
            scores, places = totals.topk(min(beam_size, totals.numel()))
            pairs = [(beam[place // vocab], place % vocab) for place in places.tolist()]
            beam = [ids if ids[-1] == end_id else [*ids, i] for ids, i in pairs]
            if all(ids[-1] == end_id for ids in beam):
                break
        lengths = torch.tensor([max(len(ids) - 1, 1) for ids in beam], dtype=torch.float64)
        return beam[int((scores / lengths**length_penalty).argmax())]


class few_children:
    """Only the best beam_size children of each hypothesis become candidates; a heap picks; returns (ids, score)."""

    @staticmethod
    def beam_search(next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        beam = [(0.0, (start_id,))]
        while any(ids[-1] != end_id and len(ids) < max_len for _, ids in beam):
            pool = [one for one in beam if one[1][-1] == end_id]
            for score, ids in (one for one in beam if one[1][-1] != end_id):
                logits = next_logits(list(ids))
                best = (logits - logits.logsumexp(0)).topk(min(beam_size, logits.numel()))
                pairs = zip(best.values.tolist(), best.indices.tolist(), strict=True)
                pool.extend((score + log_prob, (*ids, i)) for log_prob, i in pairs)
            beam = heapq.nlargest(beam_size, pool)
        score, ids = max((score / (len(ids) - 1 or 1) ** length_penalty, ids) for score, ids in beam)
        return list(ids), score


class hypothesis_objects:
    """A small class for hypotheses that knows how it grows and what it is worth."""

    @dataclass(frozen=True)
    class _Hypothesis:
        ids: tuple
        score: float
        done: bool = False

        def grow(self, next_logits, end_id):
            if self.done:
                yield self
                return
            for i, log_prob in enumerate(torch.softmax(next_logits(list(self.ids)).double(), dim=-1).log().tolist()):
                yield type(self)((*self.ids, i), self.score + log_prob, i == end_id)

        def worth(self, penalty):
            return self.score / max(len(self.ids) - 1, 1) ** penalty

    @staticmethod
    def beam_search(next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        beam = [hypothesis_objects._Hypothesis((start_id,), 0.0)]
        for _ in range(1, max_len):
            grown = [child for one in beam for child in one.grow(next_logits, end_id)]
            beam = sorted(grown, key=lambda one: -one.score)[:beam_size]
        return list(max(beam, key=lambda one: one.worth(length_penalty)).ids)


class recursive:
    """One step, then the function itself with a smaller room; without a penalty it stops when the best is finished."""

    @staticmethod
    def _search(next_logits, beam, end_id, beam_size, room, penalty):
        going = [ids for ids in beam if ids[-1] != end_id]
        over = not penalty and max(beam, key=beam.get)[-1] == end_id  # scores only fall, so nothing overtakes it
        if not room or not going or over:
            return max(beam, key=lambda ids: beam[ids] / max(len(ids) - 1, 1) ** penalty)
        candidates = {ids: score for ids, score in beam.items() if ids[-1] == end_id}
        for ids in going:
            for i, log_prob in enumerate(next_logits(list(ids)).log_softmax(0).tolist()):
                candidates[(*ids, i)] = beam[ids] + log_prob
        kept = sorted(candidates, key=candidates.get, reverse=True)[:beam_size]
        smaller = {ids: candidates[ids] for ids in kept}
        return recursive._search(next_logits, smaller, end_id, beam_size, room - 1, penalty)

    @staticmethod
    def beam_search(next_logits, start_id, end_id, beam_size, max_len, length_penalty=0.0):
        found = recursive._search(next_logits, {(start_id,): 0.0}, end_id, beam_size, max_len - 1, length_penalty)
        return list(found)
