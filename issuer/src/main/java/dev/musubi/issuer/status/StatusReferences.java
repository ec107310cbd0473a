package dev.musubi.issuer.status;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.relyingparty.Pairwise;
import org.springframework.stereotype.Component;

/**
 * Where each sector finds what became of what it was told: one place for each holder, sector and generation, dealt when the
 * sector is first told of that generation and the same from then on. Two sectors have two places, between which nothing but
 * chance and the key lies.
 */
@Component
public class StatusReferences {

    private final StatusEntries entries;
    private final Places places;
    private final PrivateIds privateIds;
    private final HolderTransactions holders;
    private final StatusSettings settings;

    StatusReferences(
            StatusEntries entries,
            Places places,
            PrivateIds privateIds,
            HolderTransactions holders,
            StatusSettings settings) {
        this.entries = entries;
        this.places = places;
        this.privateIds = privateIds;
        this.holders = holders;
        this.settings = settings;
    }

    /** The reference for a sector to a generation of a holder's private ID. Within the caller's transaction, if there is one. */
    public StatusReference of(HolderId holderId, String sector, int generation) {
        Places.Place place = entries.find(holderId, sector, generation)
                .orElseGet(() -> holders.locking(holderId, () -> deal(holderId, sector, generation)));
        return new StatusReference(Pairwise.of(place.index()), Pairwise.of(settings.list(place.list())));
    }

    /** Under the lock, or a change of the private ID could pass by the entry while it is made. */
    private Places.Place deal(HolderId holderId, String sector, int generation) {
        return entries.find(holderId, sector, generation).orElseGet(() -> {
            Places.Place place = places.next();
            entries.add(holderId, sector, generation, place);
            PrivateId now = privateIds.find(holderId).orElseThrow();
            if (now.generation() != generation || StatusValue.of(now.state()) != StatusValue.VALID) {
                entries.markFirst(holderId, sector, generation, place);
            }
            return place;
        });
    }
}
