package dev.musubi.sandbox.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MunicipalitiesTest {

    private final Municipalities municipalities = Municipalities.load();

    @Test
    void whenLoadedThenAllPrefecturesHaveSeveralMunicipalities() {
        assertThat(municipalities.prefectures()).isEqualTo(47);
        for (int i = 0; i < 47; i++) {
            List<Municipality> local = municipalities.ofPrefecture(i);
            String code = "%02d".formatted(i + 1);
            assertThat(local).hasSizeGreaterThanOrEqualTo(5);
            assertThat(local).allSatisfy(m -> assertThat(m.code()).startsWith(code));
        }
    }

    @Test
    void whenLoadedThenCodesAndNamesAreUniqueAndOfTheRightForm() {
        Set<String> names = new HashSet<>();
        for (Municipality each : municipalities.all()) {
            assertThat(each.code()).matches("\\d{5}");
            assertThat(each.name()).matches("\\S+[市区町村]");
            assertThat(each.romaji()).matches("[A-Z][a-z]+-(shi|ku|machi|cho|mura|son)");
            assertThat(each.prefectureRomaji()).matches("Hokkaido|[A-Z][a-z]+-(to|fu|ken)");
            assertThat(names.add(each.prefectureRomaji() + "/" + each.romaji())).isTrue();
        }
    }

    @Test
    void whenLookedUpByCodeOrRomajiThenItIsTheSame() {
        Municipality kiyose = municipalities.byCode("13221").orElseThrow();
        assertThat(kiyose.addressStart()).isEqualTo("東京都清瀬市");
        assertThat(municipalities.byRomaji("Tokyo-to", "Kiyose-shi")).contains(kiyose);
        assertThat(municipalities.byRomaji("Saitama-ken", "Kiyose-shi")).isEmpty();
        assertThat(municipalities.byCode("99999")).isEmpty();
    }
}
