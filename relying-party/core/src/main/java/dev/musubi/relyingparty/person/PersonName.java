package dev.musubi.relyingparty.person;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A person's name (氏名).
 *
 * @param whole the name as it stands on the certificate
 * @param family the family name, where the certificate parts it from the given name
 * @param given the given name, likewise
 */
public record PersonName(
        PersonText whole, @Nullable String family, @Nullable String given) implements Serializable {
    @Override
    public String toString() {
        return "PersonName[…]";
    }
}
