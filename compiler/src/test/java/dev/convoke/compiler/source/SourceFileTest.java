package dev.convoke.compiler.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SourceFileTest {
    private final SourceFile file = new SourceFile("a.cnn", "one\ntwo\r\nthree\rfour\n");

    @Test
    void linesAndColumns() {
        assertThat(file.lineCount()).isEqualTo(5);
        assertThat(file.line(0)).isEqualTo(1);
        assertThat(file.line(3)).isEqualTo(1);
        assertThat(file.line(4)).isEqualTo(2);
        assertThat(file.column(4)).isEqualTo(1);
        assertThat(file.line(8)).isEqualTo(2);
        assertThat(file.line(9)).isEqualTo(3);
        assertThat(file.line(15)).isEqualTo(4);
        assertThat(file.column(17)).isEqualTo(3);
        assertThat(file.line(20)).isEqualTo(5);
        assertThat(file.column(20)).isEqualTo(1);
    }

    @Test
    void textOfLinesHasNoLineEnds() {
        assertThat(file.lineText(1)).isEqualTo("one");
        assertThat(file.lineText(2)).isEqualTo("two");
        assertThat(file.lineText(3)).isEqualTo("three");
        assertThat(file.lineText(4)).isEqualTo("four");
        assertThat(file.lineText(5)).isEmpty();
        assertThat(new SourceFile("b", "\r\n\n\r").lineCount()).isEqualTo(4);
        assertThat(new SourceFile("b", "\r\n\n\r").lineText(1)).isEmpty();
        assertThat(new SourceFile("b", "").lineText(1)).isEmpty();
    }

    @Test
    void offsetsOutsideAreRefused() {
        assertThatThrownBy(() -> file.line(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> file.line(file.length() + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> file.lineStart(6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void spans() {
        Span two = file.span(4, 7);
        assertThat(two.text()).isEqualTo("two");
        assertThat(two.place()).isEqualTo("a.cnn:2:1");
        assertThat(two.endLine()).isEqualTo(2);
        assertThat(two.endColumn()).isEqualTo(4);
        assertThat(two.to(file.span(0, 1))).isEqualTo(file.span(0, 7));
        assertThat(two.before()).isEqualTo(file.span(4, 4));
        assertThat(two.after()).isEqualTo(file.span(7, 7));
        assertThat(two.contains(file.span(5, 7))).isTrue();
        assertThat(two.contains(file.span(5, 8))).isFalse();
        assertThatThrownBy(() -> file.span(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file.span(0, file.length() + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> two.to(new SourceFile("b.cnn", "").span(0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
