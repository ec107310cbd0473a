/** From a signed application to a private ID. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "anchor",
            "audit",
            "consent",
            "credential",
            "database",
            "message",
            "privateid",
            "signin",
            "signin :: web",
            "signing",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.enrolment;
