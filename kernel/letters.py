"""Letters that nobody sees: with them two texts look alike and are two, or a name is no name."""

from unicodedata import category

# Besides the format characters of Unicode: joiners, fillers and selectors of a look that show
# nothing (Default_Ignorable_Code_Point), and an empty Braille cell, which looks like a space.
FILLERS = frozenset(
    map(
        chr,
        [
            *(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ],
    )
)


def is_unseen(letter: str) -> bool:
    """Whether a letter shows nothing by itself, or only turns those around it."""
    return category(letter) == "Cf" or letter in FILLERS
