/** What holders do with their cards in a browser: what is to be signed, the way there and back, and what each brings. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "credential",
            "database",
            "message",
            "outbound",
            "signin",
            "signin :: jpki",
            "signin :: web",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.signing;
