package dev.convoke.compiler.format;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Parameter;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Lays out a file: its imports and declarations. */
final class Declarations implements Declaration.Cases<Doc> {
    private final Tokens tokens;
    private final Elements elements;
    private final Statements statements;
    private final Stages stages;

    Declarations(Tokens tokens) {
        this.tokens = tokens;
        this.elements = new Elements(tokens);
        this.statements = new Statements(tokens);
        this.stages = statements.stages();
    }

    /** An import or declaration, and how to take its tokens. */
    private record Item(Span span, boolean imported, Supplier<Doc> doc) {}

    /**
     * All of a file. Between declarations one of which takes several lines stands an empty line; between others if there was one.
     */
    Doc file(SpecFile file) {
        List<Item> items = new ArrayList<>();
        file.imports().forEach(each -> items.add(new Item(each.span(), true, this::imported)));
        file.declarations().forEach(each -> items.add(new Item(each.span(), false, () -> each.match(this))));
        items.sort(Comparator.comparingInt(each -> each.span().start()));
        List<Doc> parts = new ArrayList<>();
        boolean wide = false;
        boolean imports = true;
        for (Item item : items) {
            boolean blank = tokens.blankBefore() || imports != item.imported();
            Doc leading = tokens.leading();
            stages.next();
            Doc doc = item.doc().get();
            boolean isWide = doc.breaks() || doc.width() > Printer.WIDTH;
            if (!parts.isEmpty()) {
                parts.add(wide || isWide || blank ? Doc.BLANK : Doc.HARD);
            }
            parts.add(Doc.all(leading, doc));
            wide = isWide;
            imports = item.imported();
        }
        if (!parts.isEmpty()) {
            parts.add(tokens.blankBefore() ? Doc.BLANK : Doc.HARD);
        }
        parts.add(tokens.leading());
        return Doc.all(parts);
    }

    private Doc imported() {
        return Doc.all(tokens.take("import"), Doc.SPACE, tokens.take());
    }

    /** The word that begins a declaration, its name and its parameters. */
    private Doc begun(Declaration declaration, List<Parameter> parameters) {
        Doc word =
                Doc.all(tokens.take(), Doc.SPACE, tokens.take(declaration.name().text()));
        if (!tokens.isNext("(")) {
            return word;
        }
        List<Elements.Element> each = parameters.stream().map(this::parameter).toList();
        return Doc.all(word, Doc.group(elements.take("(", each, ")").either()));
    }

    private Elements.Element parameter(Parameter parameter) {
        return () -> {
            if (parameter.stream()) {
                return Doc.all(tokens.take(), Doc.SPACE, tokens.take("stream"));
            }
            Doc name = tokens.take(parameter.name().text());
            if (parameter.byDefault().isEmpty()) {
                return name;
            }
            Doc sign = Doc.all(Doc.SPACE, tokens.take("="), Doc.SPACE);
            return Doc.all(
                    name, sign, stages.expressions().of(parameter.byDefault().get()));
        };
    }

    /** Whether the source has line breaks within what follows of a declaration: then it is not put on one line. */
    private boolean isOpen(Declaration declaration) {
        Span span = declaration.span();
        return span.file().line(tokens.start()) < span.endLine();
    }

    @Override
    public Doc net(Declaration.Net net) {
        Doc begun = begun(net, net.parameters());
        return Doc.group(begun, Doc.SPACE, statements.body(net.body(), isOpen(net)));
    }

    @Override
    public Doc variant(Declaration.Variant variant) {
        Doc name = Doc.all(
                tokens.take("net"), Doc.SPACE, tokens.take(variant.name().text()));
        Doc base = Doc.all(
                Doc.SPACE,
                tokens.take("="),
                Doc.SPACE,
                tokens.take(variant.base().text()));
        boolean bare = tokens.start() >= variant.call().end();
        return Doc.all(name, base, bare ? Doc.EMPTY : stages.expressions().arguments(variant.arguments()));
    }

    @Override
    public Doc block(Declaration.Block block) {
        Doc begun = begun(block, block.parameters());
        return Doc.group(begun, Doc.SPACE, statements.body(block.body(), isOpen(block)));
    }

    @Override
    public Doc seq(Declaration.Seq seq) {
        Doc begun = begun(seq, seq.parameters());
        return Doc.group(begun, Doc.SPACE, stages.sequence(seq.body(), isOpen(seq)));
    }

    @Override
    public Doc function(Declaration.Function function) {
        Doc begun = begun(function, function.parameters());
        Doc sign = Doc.all(Doc.SPACE, tokens.take("="), Doc.SPACE);
        return Doc.all(begun, sign, stages.expressions().of(function.body()));
    }

    @Override
    public Doc constant(Declaration.Constant constant) {
        Doc name = Doc.all(
                tokens.take("const"), Doc.SPACE, tokens.take(constant.name().text()));
        Doc sign = Doc.all(Doc.SPACE, tokens.take("="), Doc.SPACE);
        return Doc.all(name, sign, stages.expressions().of(constant.value()));
    }
}
