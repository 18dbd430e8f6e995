"""Counts a text with python3-tiktoken: tiktoken_peer.py TEXT PATTERN VOCABULARY ROUNDS

Prints the number of tokens and the median of milliseconds. Exit code 3: tiktoken is not installed. The vocabulary is a file
of lines of a token in base64 and its rank: nothing is fetched.
"""
import base64
import statistics
import sys
import time

try:
    import tiktoken
except ImportError:
    sys.exit(3)

text_file, pattern_file, vocabulary_file, rounds = sys.argv[1:]
with open(vocabulary_file, "rb") as lines:
    ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines)}
with open(pattern_file, encoding="utf-8") as file:
    pattern = file.read()
with open(text_file, encoding="utf-8", newline="") as file:
    text = file.read()
encoding = tiktoken.Encoding("peer", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
times = []
for _ in range(int(rounds)):
    start = time.perf_counter()
    count = len(encoding.encode_ordinary(text))
    times.append((time.perf_counter() - start) * 1000)
print(count, statistics.median(times))
