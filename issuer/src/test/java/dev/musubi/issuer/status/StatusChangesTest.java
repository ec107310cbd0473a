package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.musubi.issuer.database.StoredJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What changed, as its specification says. */
class StatusChangesTest {

    private static final Path VECTORS = Path.of("../docs/standards/status-list-changes.vectors.json");

    static Stream<JsonNode> vectors() throws IOException {
        List<JsonNode> all = new java.util.ArrayList<>();
        StoredJson.tree(Files.readAllBytes(VECTORS), 1).path("vectors").forEach(all::add);
        assertThat(all).hasSizeGreaterThanOrEqualTo(6);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whenAVectorIsFollowedThenItsBytesAndRootsComeOut(JsonNode vector) {
        StatusBits bits = StatusBits.fresh();
        vector.path("before")
                .properties()
                .forEach(each -> bits.set(
                        Integer.parseInt(each.getKey()),
                        StatusValue.of(each.getValue().asInt())));
        assertThat(root(bits)).isEqualTo(vector.path("root_before").asString());
        SortedMap<Integer, StatusValue> changes = new TreeMap<>();
        vector.path("changes")
                .forEach(each -> changes.put(
                        each.get(0).asInt(), StatusValue.of(each.get(1).asInt())));
        assertThat(HexFormat.of().formatHex(StatusChanges.encode(changes)))
                .isEqualTo(vector.path("encoded").asString());
        ChangesReader.apply(bits, new Base64URL(vector.path("compressed").asString()).decode());
        assertThat(root(bits)).isEqualTo(vector.path("root_after").asString());
    }

    private static String root(StatusBits bits) {
        return Base64URL.encode(MerkleRoot.of(bits)).toString();
    }

    @Test
    void whenAnythingChangesThenItIsReadBackAndTheRootTellsTheTwoApart() {
        long seed = new Random().nextLong();
        System.out.println("StatusChangesTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            StatusBits before = StatusBits.fresh();
            for (int i = 0; i < 5_000; i++) {
                before.set(random.nextInt(StatusBits.ENTRIES), StatusValue.of(random.nextInt(4)));
            }
            StatusBits after = before.copy();
            SortedMap<Integer, StatusValue> changes = new TreeMap<>();
            int count = random.nextInt(600);
            for (int i = 0; i < count; i++) {
                changes.put(random.nextInt(StatusBits.ENTRIES), StatusValue.of(random.nextInt(4)));
            }
            changes.forEach(after::set);
            StatusBits read = before.copy();
            ChangesReader.apply(read, StatusBits.compress(StatusChanges.encode(changes)));
            assertThat(read).isEqualTo(after);
            assertThat(root(read)).isEqualTo(root(after));
            after.set(random.nextInt(StatusBits.ENTRIES), StatusValue.of(random.nextInt(4)));
            assertThat(root(read).equals(root(after))).isEqualTo(read.equals(after));
        }
    }

    @Test
    void whenTheWholeCountryChangesForAnHourThenThatIsKilobytes() {
        SortedMap<Integer, StatusValue> changes = new TreeMap<>();
        Random random = new Random(7);
        while (changes.size() < 600) {
            changes.put(random.nextInt(StatusBits.ENTRIES), StatusValue.of(1 + random.nextInt(3)));
        }
        assertThat(StatusBits.compress(StatusChanges.encode(changes))).hasSizeLessThan(3 * 1024);
    }
}
