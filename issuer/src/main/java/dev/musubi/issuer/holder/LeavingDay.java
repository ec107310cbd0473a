package dev.musubi.issuer.holder;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The day somebody leaves the country, as a certificate's address says it (国外転出, with the day planned). On that day the
 * certificate stops working, which is known ahead of no other revocation.
 */
final class LeavingDay {

    private static final Pattern FORM = Pattern.compile("国外転出\\s*(\\d{4})年(\\d{1,2})月(\\d{1,2})日.*");
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private LeavingDay() {}

    /** The first moment of that day in Japan; empty where the address is one in Japan, or says no day. */
    static Optional<Instant> of(String address) {
        Matcher said = FORM.matcher(Normalizer.normalize(address, Normalizer.Form.NFKC));
        if (!said.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(
                            Integer.parseInt(said.group(1)),
                            Integer.parseInt(said.group(2)),
                            Integer.parseInt(said.group(3)))
                    .atStartOfDay(JAPAN)
                    .toInstant());
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
