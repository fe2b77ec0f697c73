package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.syntax.Identifier;

/** What is said of nets whose names cannot be those of their classes. */
final class NetClassProblems {
    private NetClassProblems() {}

    /** @param word whether the name is a word of Java; else it is that of a package */
    static Diagnostic noClass(Identifier net, boolean word) {
        return Diagnostic.of(
                        DiagnosticCode.NET_NOT_A_CLASS,
                        "a net cannot be called `" + net + "`",
                        net.span(),
                        "its class would have this name")
                .note(
                        word
                                ? "`" + net + "` is a word of Java, and no class can be called so"
                                : "`" + net + "` is a package whose types the class needs, and would stand before it")
                .help("name the net otherwise, for instance `" + suggestion(net.text()) + "`");
    }

    /** @param name the class, of {@code net} and {@code other} */
    static Diagnostic clash(Identifier net, Identifier other, String name) {
        boolean same = net.text().equals(other.text());
        return Diagnostic.of(
                        DiagnosticCode.NET_CLASSES_CLASH,
                        same
                                ? "two nets of one package are called `" + net + "`"
                                : "the nets `" + other + "` and `" + net + "` would both have a class `" + name + "`",
                        net.span(),
                        makes(net, name))
                .also(other.span(), makes(other, name))
                .help(
                        same
                                ? "name one of them otherwise, or put their classes into two packages"
                                : "name one of them otherwise");
    }

    /**
     * @param name the class of {@code net}, with its package
     * @param within a net that becomes a class in the package of this name
     */
    static Diagnostic isPackage(Identifier net, String name, Identifier within) {
        return Diagnostic.of(
                        DiagnosticCode.NET_CLASSES_CLASH,
                        "the net `" + net + "` would have a class `" + name + "`, which is a package, too",
                        net.span(),
                        makes(net, name.substring(name.lastIndexOf('.') + 1)))
                .also(within.span(), "its class lies in the package `" + name + "`")
                .note("Java has no class and package of one name")
                .help("name the net otherwise, for instance `" + suggestion(net.text())
                        + "`, or the folder of the other specs");
    }

    private static String makes(Identifier net, String name) {
        return net.text().equals(name) ? "becomes this class" : "also becomes `" + name + "`";
    }

    private static String suggestion(String word) {
        return word.equals("_") ? "Net" : Character.toUpperCase(word.charAt(0)) + word.substring(1) + "Net";
    }
}
