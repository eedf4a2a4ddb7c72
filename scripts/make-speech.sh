#!/bin/sh
# Re-creates the recordings in assets/speech. Needs espeak-ng and sox.
# The result depends slightly on their versions; nothing relies on exact samples.
set -eu

out="$(cd "$(dirname "$0")/.." && pwd)/assets/speech"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

for tool in espeak-ng sox; do
  command -v "$tool" > /dev/null || { echo "$tool is missing: install it first" >&2; exit 1; }
done

# name, voice, pitch (0 to 99), words per minute, sentence
say () {
  espeak-ng -v "$2" -p "$3" -s "$4" -w "$work/$1.wav" "$5"
  # 16 kHz mono, 16 bits; trims silence at both ends to a tenth of a second
  sox "$work/$1.wav" -R -r 16000 -c 1 -b 16 "$out/$1.wav" \
    silence 1 0.01 0.2% reverse silence 1 0.01 0.2% reverse pad 0.1 0.1 norm -3
}

say ada   en-gb+f2          62 170 "Hello, this is Ada! I have just baked a lemon cake."
say ben   en-us+m3          30 165 "Good morning, Ben speaking. The sun is out, let us go sailing."
say chloe en-us+f4          78 180 "Hi everybody, it's Chloe! My new bicycle is yellow, and I love it."
say dan   en-gb-scotland+m1 22 165 "Dan here. We walked up nine hills today and saw an eagle."
say eve   en-gb-x-rp+f5     50 175 "How lovely to hear you. I am Eve, and my garden is full of tulips."
say finn  en-gb-x-gbclan+m7 45 170 "Ahoy, Finn is on the line! Our band plays jazz on Friday night."
say grace en-029+f3         68 170 "This is Grace, calling from the beach. Come on over!"
say hugo  en-gb-x-gbcwmd+m5 10 165 "Hugo is my name. I mended the old clock, and now it ticks."
