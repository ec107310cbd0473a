package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.ClientKey;
import dev.musubi.relyingparty.Demand;
import dev.musubi.relyingparty.Item;
import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.RelyingPartyBuilder;
import dev.musubi.relyingparty.SeenSignals;
import dev.musubi.relyingparty.SignalReceiver;
import dev.musubi.relyingparty.SignalReceiverBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts it all together where {@code musubi.relying-party.issuer} is set. Each bean gives way to one of the application's. */
@AutoConfiguration
@ConditionalOnProperty("musubi.relying-party.issuer")
@EnableConfigurationProperties(MusubiSettings.class)
public class MusubiAutoConfiguration {

    private static final int REMEMBERED = 100_000;

    /** For Spring. */
    public MusubiAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    RelyingParty relyingParty(MusubiSettings settings, ObjectProvider<InstantSource> clock) throws IOException {
        RelyingPartyBuilder builder = RelyingParty.at(settings.issuer())
                .redirectTo(settings.origin() + SignInEndpoints.CALLBACK)
                .under(settings.law())
                .patience(settings.patience())
                .atOnce(settings.atOnce())
                .skew(settings.skew());
        if (settings.verifier()) {
            builder.verifier();
        }
        for (Path pem : settings.trusted()) {
            builder.trusting(pem);
        }
        if (settings.certificate() != null) {
            char[] password = settings.certificatePassword() == null
                    ? new char[0]
                    : settings.certificatePassword().toCharArray();
            KeyStore store = certificate(settings.certificate(), password);
            if (settings.key() == null) {
                builder.client(settings.clientId(), store, password);
            } else {
                builder.certificate(store, password);
            }
        }
        if (settings.key() != null) {
            builder.client(settings.clientId(), ClientKey.in(settings.key()));
        }
        if (settings.standingApi() != null) {
            builder.standingApi(settings.standingApi());
        }
        clock.ifAvailable(builder::clock);
        return builder.build();
    }

    private static KeyStore certificate(Path file, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("no PKCS #12 file with this password: " + file, e);
        }
    }

    /** What a sign-in asks for, unless the application has a bean that says otherwise. */
    @Bean
    @ConditionalOnMissingBean
    Demand demand(MusubiSettings settings) {
        Demand demand = Demand.verified(settings.essential().toArray(new Item[0]))
                .alsoWished(settings.wished().toArray(new Item[0]));
        return settings.liveAnchor() == null ? demand : demand.requireLiveAnchor(settings.liveAnchor());
    }

    @Bean
    @ConditionalOnMissingBean
    SignInDemands signInDemands() {
        return (usual, returnTo, request) -> usual;
    }

    @Bean
    @ConditionalOnMissingBean
    SignInPages signInPages() {
        return new PlainSignInPages();
    }

    @Bean
    @ConditionalOnMissingBean
    EndedSignIns endedSignIns() {
        return new EndedSignInsInMemory();
    }

    @Bean
    @ConditionalOnMissingBean
    PendingSignIns pendingSignIns() {
        return new PendingSignInsInMemory();
    }

    @Bean
    @ConditionalOnMissingBean
    InstantSource musubiClock() {
        return InstantSource.system();
    }

    /** Which signals were handled: in memory, for one node, unless the application has a store. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("musubi.relying-party.signals-authorization")
    SeenSignals seenSignals() {
        return SeenSignals.inMemory(REMEMBERED);
    }

    /** Each signal is an event of the application; what a listener throws has it sent again. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("musubi.relying-party.signals-authorization")
    SignalReceiver signalReceiver(
            MusubiSettings settings, SeenSignals seen, ApplicationEventPublisher events, InstantSource clock)
            throws IOException {
        SignalReceiverBuilder builder = SignalReceiver.from(settings.issuer())
                .to(settings.clientId())
                .listener(events::publishEvent)
                .seen(seen)
                .skew(settings.skew())
                .clock(clock);
        if (settings.signalsAuthorization() != null) {
            builder.authorization(settings.signalsAuthorization());
        }
        settings.trusted().forEach(builder::trusting);
        return builder.build();
    }

    @Bean
    @ConditionalOnProperty("musubi.relying-party.signals-authorization")
    SignalEndpoint signalEndpoint(SignalReceiver receiver) {
        return new SignalEndpoint(receiver);
    }

    @Bean
    SignInEndpoints signInEndpoints(
            ObjectProvider<RelyingParty> party,
            Demand demand,
            SignInDemands demands,
            SignInPages pages,
            EndedSignIns ended,
            PendingSignIns pending,
            MusubiSettings settings,
            ApplicationEventPublisher events) {
        return new SignInEndpoints(party, demand, demands, pages, ended, pending, settings, events);
    }

    @Bean
    FilterRegistrationBean<EndedSignInFilter> endedSignInFilter(EndedSignIns ended) {
        return new FilterRegistrationBean<>(new EndedSignInFilter(ended));
    }

    /** Unless switched off: an application with Spring Security may leave this to it. */
    @Bean
    @ConditionalOnProperty(name = "musubi.relying-party.refuse-cross-site", matchIfMissing = true)
    FilterRegistrationBean<CrossSiteFilter> crossSiteFilter(MusubiSettings settings) {
        return new FilterRegistrationBean<>(new CrossSiteFilter(settings.origin()));
    }

    /**
     * The session's cookie comes along when a holder comes back from the issuer, and with no request of another site's. Said
     * by Servlet 6.0, since Spring Boot 3 and 4 have types of different names for it.
     */
    @Bean
    ServletContextInitializer musubiSessionCookie() {
        return context -> context.getSessionCookieConfig().setAttribute("SameSite", "Lax");
    }

    @Bean
    WebMvcConfigurer musubiWebMvc(ObjectProvider<RelyingParty> party) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new StandingInterceptor(party));
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new SignedInArgument());
            }
        };
    }
}
