package dev.musubi.card.client;

/** What came of asking a card for something. */
public sealed interface CardResult<T> {
    /** It was done. */
    record Done<T>(T value) implements CardResult<T> {}

    /** It was not: whatever the card did, no signature of it is given away. */
    record Failed<T>(CardProblem problem) implements CardResult<T> {}
}
