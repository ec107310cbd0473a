package dev.musubi.sandbox;

import dev.musubi.sandbox.authority.Authorities;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.clock.ClockController;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.fault.FaultController;
import dev.musubi.sandbox.fault.Faults;
import dev.musubi.sandbox.mynaapp.AppClientController;
import dev.musubi.sandbox.mynaapp.MynaApp;
import dev.musubi.sandbox.mynaapp.OpenIdController;
import dev.musubi.sandbox.mynaapp.Realm;
import dev.musubi.sandbox.mynaapp.VisitController;
import dev.musubi.sandbox.phone.PhoneController;
import dev.musubi.sandbox.phone.Phones;
import dev.musubi.sandbox.problem.ProblemAdvice;
import dev.musubi.sandbox.reader.CardInReader;
import dev.musubi.sandbox.reader.ReaderController;
import dev.musubi.sandbox.register.CertificateView;
import dev.musubi.sandbox.register.Municipalities;
import dev.musubi.sandbox.register.ResidentController;
import dev.musubi.sandbox.register.ResidentRegister;
import dev.musubi.sandbox.repository.FaultyCrls;
import dev.musubi.sandbox.repository.FaultyOcsp;
import dev.musubi.sandbox.repository.RepositoryController;
import dev.musubi.sandbox.repository.RevocationLists;
import dev.musubi.sandbox.verifierservice.Consents;
import dev.musubi.sandbox.verifierservice.LatestAttributes;
import dev.musubi.sandbox.verifierservice.NumberLinks;
import dev.musubi.sandbox.verifierservice.VerifierServiceController;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Hands the parts of the {@link World} to the controllers, and opens the ports. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SandboxProperties.class)
@Import({
    ProblemAdvice.class,
    ReadinessController.class,
    RepositoryController.class,
    ResidentController.class,
    PhoneController.class,
    ReaderController.class,
    ClockController.class,
    FaultController.class,
    VerifierServiceController.class,
    OpenIdController.class,
    VisitController.class,
    AppClientController.class
})
class SandboxConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxApplication.class);

    @Bean
    World world(SandboxProperties settings) {
        return World.open(settings, InstantSource.system());
    }

    @Bean
    VerifierPort verifierPort(SandboxProperties settings, World world) {
        return new VerifierPort(settings.verifierPort(), world.tls());
    }

    @Bean
    MynaAppPort mynaAppPort(SandboxProperties settings, World world) {
        return new MynaAppPort(settings.mynaappPort(), settings.mynaappUri(), world.tls());
    }

    @Bean
    MynaApp mynaApp(World world, MynaAppPort port) {
        return world.mynaApp(new Realm(port::origin));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> ports(
            VerifierPort verifierPort, MynaAppPort mynaAppPort) {
        return factory -> {
            // An OCSP request by GET is base64 in the path, and base64 has slashes.
            factory.addConnectorCustomizers(connector -> connector.setEncodedSolidusHandling("passthrough"));
            factory.addAdditionalConnectors(verifierPort.connector(), mynaAppPort.connector());
        };
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> announcement(
            World world, VerifierPort verifierPort, MynaAppPort mynaAppPort) {
        return ready -> LOG.info(
                "Sandbox ready: {} residents, http port {}, verifier services on port {}, the app's server on port {}",
                world.register().size(),
                ready.getApplicationContext().getEnvironment().getProperty("local.server.port"),
                verifierPort.number(),
                mynaAppPort.number());
    }

    @Bean
    Doorkeeper doorkeeper(Faults faults, MynaAppPort mynaAppPort) {
        return new Doorkeeper(faults, mynaAppPort);
    }

    @Bean
    SandboxClock clock(World world) {
        return world.clock();
    }

    @Bean
    Faults faults(World world) {
        return world.faults();
    }

    @Bean
    Municipalities municipalities(World world) {
        return world.municipalities();
    }

    @Bean
    ResidentRegister register(World world) {
        return world.register();
    }

    @Bean
    Authorities authorities(World world) {
        return world.authorities();
    }

    @Bean
    Certificates certificates(World world) {
        return world.certificates();
    }

    @Bean
    CertificateView.Maker views(Certificates certificates) {
        return (record, at) -> {
            var id = certificates.idOf(record);
            return CertificateView.of(record, id.authority().hex(), id.serialHex(), at);
        };
    }

    @Bean
    RevocationLists lists(World world) {
        return world.lists();
    }

    @Bean
    FaultyOcsp ocsp(World world) {
        return world.ocsp();
    }

    @Bean
    FaultyCrls crls(World world) {
        return world.crls();
    }

    @Bean
    Phones phones(World world) {
        return world.phones();
    }

    @Bean
    CardInReader reader(World world) {
        return world.reader();
    }

    @Bean
    Consents consents(World world) {
        return world.consents();
    }

    @Bean
    LatestAttributes latest(World world) {
        return world.latest();
    }

    @Bean
    NumberLinks links(World world) {
        return world.links();
    }
}
