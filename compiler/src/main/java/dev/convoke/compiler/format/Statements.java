package dev.convoke.compiler.format;

import dev.convoke.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/** Lays out statements and the bodies they form. */
final class Statements implements Statement.Cases<Doc> {
    private final Tokens tokens;
    private final Stages stages;

    Statements(Tokens tokens) {
        this.tokens = tokens;
        this.stages = new Stages(tokens, this);
    }

    Stages stages() {
        return stages;
    }

    /** What stands between the braces of a net or block: a line for each statement, with at most one empty line between two. */
    Doc body(List<Statement> statements, boolean open) {
        Doc line = open || statements.size() > 1 ? Doc.HARD : Doc.LINE;
        Doc first = tokens.take("{");
        List<Doc> parts = new ArrayList<>();
        for (Statement statement : statements) {
            Doc separator = parts.isEmpty() ? Doc.EMPTY : tokens.blankBefore() ? Doc.BLANK : Doc.HARD;
            parts.add(Doc.all(separator, tokens.leading(), statement.match(this)));
        }
        return braces(first, parts, line);
    }

    /** What begins with a brace, and its end, with the comments before that. */
    Doc braces(Doc open, List<Doc> parts, Doc line) {
        boolean blank = !parts.isEmpty() && tokens.blankBefore();
        Doc dangling = tokens.leading();
        Doc close = tokens.take("}");
        if (!dangling.breaks()) {
            return parts.isEmpty() && !open.ends()
                    ? Doc.all(open, dangling, close)
                    : Doc.all(open, Doc.nest(line, Doc.all(parts)), line, dangling, close);
        }
        return Doc.all(open, Doc.nest(line, Doc.all(parts), blank ? Doc.BLANK : Doc.EMPTY, dangling), line, close);
    }

    @Override
    public Doc input(Statement.Input input) {
        Doc name = Doc.all(tokens.take("input"), Doc.SPACE, tokens.take(), Doc.SPACE);
        Doc type = input.bytes() ? tokens.take() : Doc.EMPTY;
        return Doc.all(name, type, stages.expressions().extents(input.extents()));
    }

    @Override
    public Doc let(Statement.Let let) {
        Doc name = Doc.all(tokens.take(let.name().text()), Doc.SPACE, tokens.take("="), Doc.SPACE);
        return Doc.all(name, stages.expressions().of(let.value()));
    }

    @Override
    public Doc require(Statement.Require require) {
        Doc word = Doc.all(tokens.take("require"), Doc.SPACE);
        Doc condition = stages.expressions().of(require.condition());
        if (require.message().isEmpty()) {
            return Doc.all(word, condition);
        }
        Doc comma = tokens.take(",");
        return Doc.all(word, Doc.align(condition, comma, Doc.SOFT, tokens.take()));
    }

    @Override
    public Doc flow(Statement.Flow flow) {
        return stages.expressions().of(flow.value());
    }

    @Override
    public Doc returned(Statement.Return returned) {
        return Doc.all(tokens.take("return"), Doc.SPACE, stages.expressions().of(returned.value()));
    }

    @Override
    public Doc lost(Statement.Lost lost) {
        throw new IllegalStateException("only a file without problems of syntax is laid out");
    }
}
