package dev.musubi.app.card;

import dev.musubi.card.client.CardProblem;

/** Why the command did not do what was asked, in one line, Japanese first. Says nothing of whom it is about. */
final class CardTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private CardTrouble(int status, String line) {
        super(line, null, false, false);
        this.status = status;
    }

    /** The command line is not one. */
    static CardTrouble usage(String line) {
        return new CardTrouble(2, line + "; see ./musubi help");
    }

    /** Something is not as it should be. */
    static CardTrouble of(String japanese, String english, String code) {
        return new CardTrouble(1, japanese + " / " + english + " (" + code + ")");
    }

    /** The card or the reader says no. */
    static CardTrouble of(CardProblem problem) {
        return of(problem.sentenceJa(), problem.sentence(), problem.code());
    }

    /** The exit status of the command. */
    int status() {
        return status;
    }

    /** The line. */
    String line() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
