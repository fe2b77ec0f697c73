package dev.convoke.compiler.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Decodes the bytes of files that people write. */
public final class Utf8 {
    private Utf8() {}

    /**
     * The text that bytes are. That a file is longer than a spec may be, or has a NUL as only binary files do, is the
     * compiler's to report, so in these nothing else is searched for.
     *
     * @param bytes the file; of one that is longer than {@code mostBytes}, what was read of it
     * @param mostBytes how many bytes a spec may have
     * @throws NotUtf8Exception with the first byte that is wrong, and its line and column from 1
     */
    public static String decode(byte[] bytes, int mostBytes) throws NotUtf8Exception {
        var text = new String(bytes, StandardCharsets.UTF_8);
        // text may have a U+FFFD of its own: only the decoder knows
        if (bytes.length <= mostBytes && text.indexOf('\0') < 0 && text.indexOf('\uFFFD') >= 0) {
            requireUtf8(bytes);
        }
        return text;
    }

    private static void requireUtf8(byte[] bytes) throws NotUtf8Exception {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
            var before = new SourceFile("", out.flip().toString());
            int end = before.length();
            throw new NotUtf8Exception(bytes[in.position()], before.line(end), before.column(end));
        }
    }
}
