package dev.musubi.assurance.compare;

import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.DataJson;
import dev.musubi.assurance.catalogue.MeansKind;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.assurance.compare.Member.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Whom a change of rules is tried on. */
public final class Population {

    /** At most so many members are read or made. */
    public static final int LARGEST = 1_000_000;

    private Population() {}

    /**
     * Reads one: a JSON object a line, with {@code holder} and {@code situation}.
     *
     * @throws dev.musubi.assurance.catalogue.CatalogueException if a line is not one
     */
    public static List<Member> read(String name, String lines) {
        List<Member> members = new ArrayList<>();
        int number = 0;
        for (String line : lines.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                members.add(DataJson.read(name + " line " + number, line, Member.class));
            }
            if (members.size() > LARGEST) {
                throw new IllegalArgumentException("a population has at most " + LARGEST + " members");
            }
        }
        return members;
    }

    /**
     * Makes one up, always the same for the same seed. Its proportions are invented: it shows who falls out, not how many
     * in the country.
     */
    public static List<Member> invented(int size, long seed, Catalogue catalogue) {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("a population has 1 to " + LARGEST + " members");
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<MeansKind> kinds = List.copyOf(catalogue.means().values());
        List<Member> members = new ArrayList<>(size);
        for (int i = 1; i <= size; i++) {
            // Half of them hold a private ID: the change is mostly asked about for those.
            MeansKind kind = random.nextBoolean()
                    ? catalogue.means("private-id").orElseGet(kinds::getFirst)
                    : kinds.get(random.nextInt(kinds.size()));
            members.add(new Member("H%07d".formatted(i), situation(kind, random)));
        }
        return members;
    }

    private static Situation situation(MeansKind kind, SplittableRandom random) {
        int dice = random.nextInt(100);
        MeansState state = kind.checkedByProofing() || dice < 80
                ? MeansState.STANDS
                : dice < 94 ? MeansState.REISSUE_REQUIRED : dice < 97 ? MeansState.SUSPENDED : MeansState.ENDED;
        // Where proofing is the check there is nothing to come back to later: mostly it is done for the procedure at
        // hand.
        Duration proofed = kind.checkedByProofing() && random.nextInt(4) > 0
                ? Duration.ZERO
                : Duration.ofDays(random.nextInt(0, 1826));
        Map<Age, Duration> ages = Map.of(
                Age.CHECKED,
                kind.staleAfter() == null ? proofed : Duration.ofHours(random.nextInt(0, 48)),
                Age.PROOFED,
                proofed,
                Age.ATTRIBUTES,
                proofed,
                Age.AUTHENTICATED,
                Duration.ZERO);
        String authenticator =
                kind.authenticators().get(random.nextInt(kind.authenticators().size()));
        return new Situation(kind.id(), state, ages, authenticator);
    }
}
