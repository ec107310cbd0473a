package dev.musubi.issuer.holder;

import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.PrivateIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /home/life}: the private ID and its certificates over time, as a picture and as a table. */
@Controller
final class LifePages {

    private final HolderPages pages;
    private final PrivateIds privateIds;
    private final Anchors anchors;
    private final InstantSource clock;

    LifePages(HolderPages pages, PrivateIds privateIds, Anchors anchors, InstantSource clock) {
        this.pages = pages;
        this.privateIds = privateIds;
        this.anchors = anchors;
        this.clock = clock;
    }

    @GetMapping("/home/life")
    String life(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show("home-life", request, response, model, session -> {
            HolderId holderId = session.holderId();
            model.addAttribute(
                    "life",
                    LifeLine.of(
                            privateIds.find(holderId).orElseThrow(),
                            anchors.lives(holderId),
                            privateIds.generations(holderId),
                            clock.instant()));
        });
    }
}
