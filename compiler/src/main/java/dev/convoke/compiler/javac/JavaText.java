package dev.convoke.compiler.javac;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A source file that javac reads from memory. */
final class JavaText extends SimpleJavaFileObject {
    private final String text;

    JavaText(String path, String text) {
        super(URI.create("memory:///" + path), Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
