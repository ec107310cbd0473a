package dev.musubi.relyingparty.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/** Sign-ins that ask for more than the others, and the application that hears of each. */
class SignInDemandsTest extends StarterTest {

    /** An application that asks, where an account is opened, whether it may be told what becomes of the private ID. */
    static class Asks {
        final List<SignedIn> heard = new CopyOnWriteArrayList<>();

        @Bean
        SignInDemands demands() {
            return (usual, returnTo, request) -> returnTo.equals("/account")
                            && MusubiSession.signedIn(request).isEmpty()
                    ? usual.askingToMonitor()
                    : usual;
        }

        @EventListener
        void on(SignedIn in) {
            heard.add(in);
        }
    }

    @Override
    Class<?>[] sources() {
        return new Class<?>[] {TestApplication.class, Asks.class};
    }

    @Test
    void whenASignInAsksForMoreThenThatOneAloneAndTheApplicationHearsWhatCameOfIt() {
        provider.tokenAnswer = answer -> answer.put("scope", provider.lastRequest.get("scope"));
        Browser browser = new Browser();
        browser.signIn("?return_to=/account&max_age=60");
        assertThat(provider.lastRequest).containsEntry("scope", "openid monitoring");
        assertThat(provider.lastRequest.get("claims")).contains("\"max_age\":60");
        browser.signIn("?return_to=/account");
        assertThat(provider.lastRequest).containsEntry("scope", "openid");
        new Browser().signIn("?return_to=/safe");
        assertThat(provider.lastRequest).containsEntry("scope", "openid");
        Asks application = this.application.getBean(Asks.class);
        assertThat(application.heard).extracting(SignedIn::monitored).containsExactly(true, false, false);
        assertThat(application.heard.get(0).subject()).isEqualTo(TestProvider.SUBJECT);
    }
}
