package dev.musubi.card.trace;

import dev.musubi.card.virtual.EmulatedCard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last commands to a card and its answers. Older ones are let go of. Thread-safe. */
public final class ApduTrace {

    private static final String POWER = "power off, on, or reset";

    private final int longest;
    private final Deque<Exchange> kept = new ArrayDeque<>();
    private final CommandNames names = new CommandNames();
    private long number;

    /** Keeps so many exchanges. */
    public ApduTrace(int longest) {
        if (longest < 1) {
            throw new IllegalArgumentException("a trace keeps at least one exchange");
        }
        this.longest = longest;
    }

    /** The same card, with everything that is said to it written down here. */
    public EmulatedCard of(EmulatedCard card) {
        return new EmulatedCard() {
            @Override
            public byte[] atr() {
                return card.atr();
            }

            @Override
            public void reset() {
                card.reset();
                power();
            }

            @Override
            public byte[] transmit(byte[] command) {
                byte[] answer = card.transmit(command);
                exchange(command, answer);
                return answer;
            }
        };
    }

    /** Those after this number, oldest first; 0 for all that are kept. */
    public synchronized List<Exchange> after(long last) {
        return kept.stream().filter(exchange -> exchange.number() > last).toList();
    }

    /** Readers do this several times over; once is enough to tell. */
    private synchronized void power() {
        names.forget();
        if (kept.isEmpty() || !kept.getLast().name().equals(POWER)) {
            keep(POWER, "", "");
        }
    }

    private synchronized void exchange(byte[] command, byte[] answer) {
        CommandNames.Told told = names.tell(command, answer);
        keep(told.name(), told.command(), told.answer());
    }

    private void keep(String name, String command, String answer) {
        if (kept.size() == longest) {
            kept.removeFirst();
        }
        number++;
        kept.addLast(new Exchange(number, name, command, answer));
    }
}
