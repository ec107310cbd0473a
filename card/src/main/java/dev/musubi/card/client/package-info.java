/**
 * What an application does with a My Number Card: find it, read its certificates, sign. It stays within the JPKI
 * application and never touches the My Number or the card's face.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.card.client;
