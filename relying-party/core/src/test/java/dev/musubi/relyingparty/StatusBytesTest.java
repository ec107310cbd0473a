package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.musubi.relyingparty.fixture.TestStatusList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What changed in a list, as its specification says. */
class StatusBytesTest {

    private static final Path VECTORS = Path.of("../../docs/standards/status-list-changes.vectors.json");

    static Stream<Map<String, Object>> vectors() throws IOException, ParseException {
        Map<String, Object> all = JSONObjectUtils.parse(Files.readString(VECTORS, StandardCharsets.UTF_8));
        Map<String, Object>[] vectors = JSONObjectUtils.getJSONObjectArray(all, "vectors");
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(6);
        return Stream.of(vectors);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whenAVectorIsFollowedThenItsBytesAndRootsComeOut(Map<String, Object> vector) throws ParseException {
        byte[] bytes = new byte[TestStatusList.ENTRIES / 4];
        JSONObjectUtils.getJSONObject(vector, "before")
                .forEach((index, value) -> set(bytes, Integer.parseInt(index), ((Number) value).intValue()));
        assertThat(root(bytes)).isEqualTo(vector.get("root_before"));
        byte[] changes = StatusBytes.inflate(
                Base64.getUrlDecoder().decode(JSONObjectUtils.getString(vector, "compressed")), 4096);
        assertThat(HexFormat.of().formatHex(changes)).isEqualTo(vector.get("encoded"));
        byte[] expected = bytes.clone();
        for (Object each : (List<?>) JSONObjectUtils.getJSONArray(vector, "changes")) {
            List<?> change = (List<?>) each;
            set(expected, ((Number) change.get(0)).intValue(), ((Number) change.get(1)).intValue());
        }
        StatusBytes.apply(bytes, 2, changes);
        assertThat(bytes).isEqualTo(expected);
        assertThat(root(bytes)).isEqualTo(vector.get("root_after"));
    }

    private static void set(byte[] bytes, int index, int value) {
        int shift = index % 4 * 2;
        bytes[index / 4] = (byte) ((bytes[index / 4] & ~(3 << shift)) | (value << shift));
    }

    private static String root(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(StatusBytes.root(bytes));
    }

    /** RFC 9162 section 2.1.1: where the leaves are no power of two, the left part is the largest that is. */
    @Test
    void whenTheLastLeafIsShortThenTheTreeLeansToTheLeft() {
        byte[] three = new byte[2 * 1024 + 100];
        three[2 * 1024] = 5;
        byte[] two = new byte[2 * 1024];
        assertThat(root(three)).isNotEqualTo(root(two));
        three[2 * 1024] = 0;
        assertThat(root(three)).isNotEqualTo(root(two)).isNotEqualTo(root(new byte[2 * 1024 + 101]));
    }

    @Test
    void whenInflatedBytesWouldBeMoreThanTheyMayThenTheyAreRefused() {
        byte[] packed = Base64.getUrlDecoder().decode(TestStatusList.packed(new byte[5000]));
        assertThat(StatusBytes.inflate(packed, 5000)).hasSize(5000);
        assertThatThrownBy(() -> StatusBytes.inflate(packed, 4999)).isInstanceOf(IllegalArgumentException.class);
    }
}
