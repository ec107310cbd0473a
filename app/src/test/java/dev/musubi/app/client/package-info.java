/** Tests of those who speak to the platform's doors. */
@org.jspecify.annotations.NullMarked
package dev.musubi.app.client;
