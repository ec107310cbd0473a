package dev.musubi.card.client;

import dev.musubi.card.apdu.CardReader;
import dev.musubi.card.apdu.ChannelException;
import java.util.List;
import java.util.function.Supplier;

/** Finds the first My Number Card on any reader. */
public final class CardFinder {

    private final Supplier<List<CardReader>> readers;

    /** Looks at these readers, asked for anew at each search. */
    public CardFinder(Supplier<List<CardReader>> readers) {
        this.readers = readers;
    }

    /** Looks at the readers of this machine, over PC/SC. */
    public static CardFinder overPcsc() {
        return new CardFinder(PcscReaders::list);
    }

    /**
     * The first card with a JPKI application, selected; the caller closes it. Otherwise the problem that tells most: a
     * reader or card that fails or is wrong, then no card, then no reader. Over PC/SC it waits while another program is in a
     * transaction with a card.
     */
    public CardResult<JpkiCard> find() {
        CardProblem problem = new CardProblem.NoReader();
        for (CardReader reader : readers.get()) {
            CardResult<JpkiCard> found = open(reader);
            if (found instanceof CardResult.Done) {
                return found;
            }
            if (found instanceof CardResult.Failed<JpkiCard> failed
                    && (problem instanceof CardProblem.NoReader || !(failed.problem() instanceof CardProblem.NoCard))) {
                problem = failed.problem();
            }
        }
        return new CardResult.Failed<>(problem);
    }

    private static CardResult<JpkiCard> open(CardReader reader) {
        try {
            return JpkiCard.open(reader.connect());
        } catch (ChannelException e) {
            return new CardResult.Failed<>(CardProblemException.of(e));
        }
    }
}
