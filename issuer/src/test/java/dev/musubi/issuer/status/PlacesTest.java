package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Places are dealt once, whoever asks at once, on however many nodes. */
class PlacesTest extends IssuerTest {

    @BeforeAll
    static void freshLists(@Autowired ApplicationContext issuer) {
        FreshLists.begin(issuer);
    }

    @Autowired
    private Places places;

    @Autowired
    private Decoys decoys;

    @Autowired
    private StatusPublisher publisher;

    @Autowired
    private StatusReferences references;

    @Test
    void whenManyAskAtOnceOnSeveralNodesThenEachPlaceIsDealtOnceAndIsNoDecoys()
            throws InterruptedException, ExecutionException {
        List<Places> nodes = List.of(places, new Places(jdbc, decoys, publisher), new Places(jdbc, decoys, publisher));
        Set<Places.Place> dealt = ConcurrentHashMap.newKeySet();
        int each = Places.BLOCK + 100;
        List<Future<?>> going = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (int thread = 0; thread < 6; thread++) {
                Places node = nodes.get(thread % nodes.size());
                going.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        Places.Place place = node.next();
                        assertThat(dealt.add(place)).as("dealt twice").isTrue();
                        assertThat(decoys.isDecoy(place.list(), place.index())).isFalse();
                    }
                }));
            }
        }
        for (Future<?> future : going) {
            future.get();
        }
        assertThat(dealt).hasSize(6 * each);
        assertThat(publisher.states().stream().map(StatusPublisher.State::list))
                .as("every list that is dealt from is published")
                .containsAll(dealt.stream().map(Places.Place::list).toList());
    }

    @Test
    void whenTheClockTicksThenTheNextListIsOpenBeforeItIsNeeded() {
        Places.Place place = places.next();
        places.openAhead();
        long list = (Long) Objects.requireNonNull(value("select last_value from status_block")) / Places.BLOCKS_A_LIST;
        assertThat(list).isGreaterThanOrEqualTo(place.list());
        assertThat(publisher.states().stream().map(StatusPublisher.State::list)).contains(list, list + 1);
        places.openAhead();
    }

    @Test
    void whenAListIsOpenedThenItDoesNotLookNew() {
        places.next();
        StatusPublisher.State any = publisher.states().getLast();
        byte[] bits = (byte[]) Objects.requireNonNull(value("select bits from status_list where list = ?", any.list()));
        StatusBits statuses = StatusBits.decompress(bits);
        int changed = 0;
        for (int i = 0; i < StatusBits.ENTRIES; i++) {
            changed += statuses.get(i) == StatusValue.VALID ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(500);
    }

    @Test
    void whenOneHolderIsToldOfTwiceAtOnceThenItIsOneEntry() throws InterruptedException, ExecutionException {
        HolderId holderId = holder(person(), false);
        List<Future<StatusReference>> going = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                going.add(pool.submit(() -> references.of(holderId, "shop.example", 1)));
            }
        }
        StatusReference first = going.getFirst().get();
        for (Future<StatusReference> each : going) {
            assertThat(each.get()).isEqualTo(first);
        }
        assertThat(references.of(holderId, "elsewhere.example", 1)).isNotEqualTo(first);
        assertThat(value("select count(*) from status_entry where holder_id = ?", holderId))
                .isEqualTo(2L);
    }

    @Test
    void whenAGenerationThatHasEndedIsStillToldOfThenItsEntryIsPublishedAsEnded() {
        HolderId holderId = holder(person(), false);
        jdbc.sql("update private_id set generation = 2 where holder_id = ?")
                .param(holderId)
                .update();
        references.of(holderId, "late.example", 1);
        assertThat(value("select count(*) from status_change where listed_at is null and holder_id = ?", holderId))
                .isEqualTo(1L);
        publisher.due();
        assertThat(value("select count(*) from status_change where listed_at is null and holder_id = ?", holderId))
                .isEqualTo(0L);
    }
}
