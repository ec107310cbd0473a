package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.SignedIn;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application on the starter. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({TestApplication.Pages.class, TestApplication.Safe.class})
class TestApplication {

    @RestController
    static class Pages {
        @GetMapping("/")
        String first(@Nullable SignedIn in) {
            return in == null ? "nobody" : in.subject();
        }

        @GetMapping("/basket")
        String basket(HttpSession session) {
            return "basket";
        }

        @RequireStanding(maxAge = "PT5M")
        @GetMapping("/account")
        String account(SignedIn in) {
            return "account of " + in.subject();
        }

        @RequireStanding(maxAge = "PT5M")
        @PostMapping("/transfer")
        String transfer() {
            return "transferred";
        }
    }

    @RestController
    @RequireStanding
    static class Safe {
        @GetMapping("/safe")
        String safe() {
            return "open";
        }
    }
}
