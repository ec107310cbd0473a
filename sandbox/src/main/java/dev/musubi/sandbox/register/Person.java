package dev.musubi.sandbox.register;

import dev.musubi.jpki.attributes.FourAttributes;
import java.time.LocalDate;

/**
 * What the register says of a person now. {@link #toString()} gives nothing away.
 *
 * @param attributes the four attributes
 * @param municipality where the person is, or last was, a resident
 * @param residence whether they live there
 * @param cardExpiry the last day of their card
 */
public record Person(FourAttributes attributes, Municipality municipality, Residence residence, LocalDate cardExpiry) {

    @Override
    public String toString() {
        return "Person[redacted]";
    }
}
