package dev.musubi.card.client;

import dev.musubi.card.apdu.ChannelException;

/** Carries a problem out of the middle of a conversation with a card. Becomes a {@link CardResult.Failed} at the edge. */
final class CardProblemException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient CardProblem problem;

    CardProblemException(CardProblem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    CardProblem problem() {
        return problem;
    }

    static CardProblem of(ChannelException failure) {
        return switch (failure.reason()) {
            case NO_CARD -> new CardProblem.NoCard();
            case CARD_REMOVED -> new CardProblem.CardRemoved();
            case CARD_SILENT -> new CardProblem.CardSilent();
            case UNSUPPORTED_CARD -> new CardProblem.WrongCard();
            case BUSY -> new CardProblem.ReaderBusy();
            case FAILED -> new CardProblem.ReaderFailed();
        };
    }
}
