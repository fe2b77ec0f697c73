package dev.convoke.compiler.emit.java;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommentsTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        String text = "conv1: Conv(64, 3, padding=(1, 2)) -> \"0\", Gr\u00f6\u00dfe \u2264 \u4e2d \ud83d\ude00 $T $L";
        assertThat(Comments.line(text)).isEqualTo(text.replace(">", "&gt;"));
    }

    @Test
    void whatMeansSomethingInJavadocIsEscaped() {
        assertThat(Comments.line("a < b & c > d @author {@code x} 2 * 3 \\u002a"))
                .isEqualTo("a &lt; b &amp; c &gt; d &#64;author {&#64;code x} 2 &#42; 3 &#92;u002a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/ int evil; /*",
                "\n*/ int evil;",
                "\r int evil;",
                "\u2028 int evil;",
                "\u0085 int evil;",
                "\\u002a/ int evil;",
                "\\\\u000a int evil;",
                "*\u200b/",
                "\u202e esrever",
                "\u2066 isolated \u2069",
                "\ud800 unpaired",
                "\u0000\u001b[31m",
                "\ufeff"
            })
    void nothingEndsACommentOrHides(String text) {
        String line = Comments.line(text);
        assertThat(line).doesNotContain("*", "\\", "\n", "\r");
        assertThat(line.codePoints().map(Character::getType))
                .doesNotContain(
                        (int) Character.CONTROL,
                        (int) Character.FORMAT,
                        (int) Character.LINE_SEPARATOR,
                        (int) Character.PARAGRAPH_SEPARATOR,
                        (int) Character.SURROGATE);
    }
}
