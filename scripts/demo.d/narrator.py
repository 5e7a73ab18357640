"""Tells the story in English or Chinese, and ends it with a clear sentence when something is not as told."""

import sys
import time


class NotAsTold(Exception):
    """Something came out otherwise than the story says."""

    def __init__(self, english, chinese, detail=""):
        super().__init__(english)
        self.english, self.chinese, self.detail = english, chinese, detail


class Narrator:
    def __init__(self, language):
        self.language = language
        self.chapters = 0
        self.began = time.monotonic()

    def text(self, english, chinese):
        return chinese if self.language == "zh" else english

    def chapter(self, english, chinese):
        self.chapters += 1
        heading = self.text(f"{self.chapters}. {english}", f"{self.chapters}、{chinese}")
        print(f"\n{heading}\n{'-' * display_width(heading)}", flush=True)

    def say(self, english, chinese):
        for line in wrapped(self.text(english, chinese)):
            print(line, flush=True)

    def quote(self, text):
        """What a program printed, set in."""
        for line in text.rstrip("\n").split("\n"):
            print(f"    {line if len(line) <= 150 else line[:149] + '…'}".rstrip(), flush=True)

    def table(self, rows):
        """Rows of cells, the first row a heading; numbers to the right."""
        columns = list(zip(*[[str(cell) for cell in row] for row in rows]))
        widths = [max(display_width(cell) for cell in column) for column in columns]
        for row in rows:
            cells = []
            for cell, width in zip(row, widths):
                padding = " " * (width - display_width(str(cell)))
                is_number = isinstance(cell, (int, float))
                cells.append(padding + str(cell) if is_number else str(cell) + padding)
            print("    " + "  ".join(cells).rstrip(), flush=True)

    def seconds(self):
        return time.monotonic() - self.began


def display_width(text):
    """Columns on a terminal: wide characters count two."""
    return sum(2 if 0x2E80 <= ord(character) <= 0xFFEF and not 0xFF61 <= ord(character) <= 0xFFDC else 1 for character in text)


def wrapped(text, width=100):
    """Breaks at spaces; a Chinese text breaks anywhere but before its punctuation."""
    lines, line = [], ""
    for piece in pieces(text):
        if line and display_width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return lines + [line.rstrip()] if line.strip() else lines


def pieces(text):
    piece = ""
    for index, character in enumerate(text):
        piece += character
        following = text[index + 1] if index + 1 < len(text) else " "
        is_wide = ord(character) >= 0x2E80
        if character == " " or (is_wide and following not in "，。；：、）”」！？,.;:)"):
            yield piece
            piece = ""
    if piece:
        yield piece


def require(claim, english, chinese, detail=""):
    """Ends the demonstration when a claim does not hold."""
    if not claim:
        raise NotAsTold(english, chinese, str(detail))


def complain(language, failure):
    print("", file=sys.stderr)
    heading = {"en": "NOT AS TOLD: ", "zh": "与所述不符："}[language]
    print(heading + (failure.chinese if language == "zh" else failure.english), file=sys.stderr)
    if failure.detail:
        print(failure.detail[:4000], file=sys.stderr)
