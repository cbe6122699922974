"""Correct ways to write greedy decoding that differ in kind."""

import torch


class recursive:
    """The rest of the sentence is decoded by the function itself."""

    @staticmethod
    def _go_on(next_logits, ids, end_id, max_len):
        if len(ids) == max_len:
            return ids
        best = next_logits(ids).max(dim=0).indices.item()
        longer = [*ids, best]
        return longer if best == end_id else recursive._go_on(next_logits, longer, end_id, max_len)

    @staticmethod
    def greedy_decode(next_logits, start_id, end_id, max_len):
        return recursive._go_on(next_logits, [start_id], end_id, max_len)


class for_loop_in_plain_python:
    """A counted loop; the best of a list of floats, without torch; returns (ids, score)."""

    @staticmethod
    def greedy_decode(next_logits, start_id, end_id, max_len):
        ids, total = [start_id], 0.0
        for _ in range(max_len - 1):
            scores = next_logits(ids).tolist()
            ids.append(max(range(len(scores)), key=scores.__getitem__))
            total += scores[ids[-1]]
            if ids[-1] == end_id:
                break
        return ids, total


class preallocated_tensor:
    """Ids in a tensor of full length, log-probabilities instead of scores, cut at the end."""

    @staticmethod
    def greedy_decode(next_logits, start_id, end_id, max_len):
        ids = torch.full((max_len,), end_id)
        ids[0] = start_id
        length = 1
        while length < max_len and (length == 1 or ids[length - 1] != end_id):
            log_probs = torch.log_softmax(next_logits(ids[:length].tolist()), dim=-1)
            ids[length] = log_probs.topk(1).indices[0]
            length += 1
        return ids[:length].tolist()


class generator:
    """A generator that yields one id after the other."""

    @staticmethod
    def _ids(next_logits, start_id, end_id):
        ids = (start_id,)
        yield start_id
        while len(ids) == 1 or ids[-1] != end_id:
            ids += (int(next_logits(ids).argsort(descending=True)[0]),)
            yield ids[-1]

    @staticmethod
    def greedy_decode(next_logits, start_id, end_id, max_len):
        stream = generator._ids(next_logits, start_id, end_id)
        return [i for _, i in zip(range(max_len), stream, strict=False)]
