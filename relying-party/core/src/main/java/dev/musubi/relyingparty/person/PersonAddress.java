package dev.musubi.relyingparty.person;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A person's registered address (住所), whole and, where they can be told for certain, in its parts.
 *
 * @param whole the address as it stands on the certificate
 * @param region the prefecture (都道府県)
 * @param locality the municipality (市区町村)
 * @param street what comes after
 * @param country the country, ISO 3166-1 alpha-2
 */
public record PersonAddress(
        PersonText whole,
        @Nullable String region,
        @Nullable String locality,
        @Nullable String street,
        @Nullable String country)
        implements Serializable {
    @Override
    public String toString() {
        return "PersonAddress[…]";
    }
}
