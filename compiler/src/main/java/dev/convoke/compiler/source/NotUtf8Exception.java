package dev.convoke.compiler.source;

import java.nio.charset.CharacterCodingException;

/** The bytes of a file are no UTF-8: written back as text, they would be lost. */
public final class NotUtf8Exception extends CharacterCodingException {
    private static final long serialVersionUID = 1;

    private final String message;

    NotUtf8Exception(byte wrong, int line, int column) {
        this.message = "it is no UTF-8 text: byte %02X at %d:%d".formatted(wrong, line, column);
    }

    @Override
    public String getMessage() {
        return message;
    }
}
