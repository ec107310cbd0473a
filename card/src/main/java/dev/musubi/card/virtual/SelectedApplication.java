package dev.musubi.card.virtual;

import dev.musubi.card.CardPin;
import dev.musubi.card.apdu.StatusWord;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a card between two commands: which file is current and which PINs were given. Dropped on every SELECT. */
final class SelectedApplication {

    private static final int SHORT_ID = 0x1F;

    private final CardApplication application;
    private final Set<CardPin> verified = EnumSet.noneOf(CardPin.class);
    private @Nullable CardFile current;

    SelectedApplication(CardApplication application) {
        this.application = application;
    }

    /** Makes a file current; if there is none of this identifier, the current one stays. */
    CardFile select(int fileId) throws StatusException {
        CardFile file = application.files().get(fileId);
        if (file == null) {
            throw new StatusException(StatusWord.NOT_FOUND);
        }
        current = file;
        return file;
    }

    CardFile current() throws StatusException {
        if (current == null) {
            throw new StatusException(StatusWord.NO_CURRENT_FILE);
        }
        return current;
    }

    /**
     * The file a parameter points at: {@code 80} the current one, {@code 80} and five bits the one with that short
     * identifier, which becomes current.
     */
    CardFile byReference(int parameter) throws StatusException {
        if ((parameter & ~SHORT_ID) != 0x80 || (parameter & SHORT_ID) == SHORT_ID) {
            throw new StatusException(StatusWord.WRONG_P1_P2);
        }
        int shortId = parameter & SHORT_ID;
        return shortId == 0 ? current() : select(shortId);
    }

    boolean isVerified(CardPin pin) {
        return verified.contains(pin);
    }

    void requireVerified(CardPin pin) throws StatusException {
        if (!isVerified(pin)) {
            throw new StatusException(StatusWord.SECURITY_STATUS_NOT_SATISFIED);
        }
    }

    void grant(CardPin pin) {
        verified.add(pin);
    }

    void withdraw(CardPin pin) {
        verified.remove(pin);
    }
}
