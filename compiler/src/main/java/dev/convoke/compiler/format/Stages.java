package dev.convoke.compiler.format;

import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Pattern;
import dev.convoke.compiler.syntax.Range;
import dev.convoke.compiler.syntax.Sequence;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Statement;
import dev.convoke.compiler.syntax.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays out stages and the chains they form. */
final class Stages implements Stage.Cases<Doc>, Range.Cases<Doc> {
    private final Tokens tokens;
    private final Elements elements;
    private final Expressions expressions;
    private final Statements statements;
    private int declaration;

    Stages(Tokens tokens, Statements statements) {
        this.tokens = tokens;
        this.elements = new Elements(tokens);
        this.expressions = new Expressions(tokens, this);
        this.statements = statements;
    }

    /** Another declaration begins: its checks have a column of their own. */
    void next() {
        declaration++;
    }

    Expressions expressions() {
        return expressions;
    }

    Doc chain(Expression.Chain chain) {
        List<Doc> head = new ArrayList<>();
        head.add(Doc.group(expressions.of(chain.head())));
        int at = 0;
        while (at < chain.stages().size() && isCheck(chain.stages().get(at))) {
            head.add(stage(chain.stages().get(at)));
            at++;
        }
        List<Stage> rest = chain.stages().subList(at, chain.stages().size());
        return new Chain(Optional.of(Doc.joined(Doc.SPACE, head)), links(rest), declaration).doc();
    }

    private List<Chain.Link> links(List<Stage> stages) {
        List<Chain.Link> links = new ArrayList<>();
        int at = 0;
        while (at < stages.size()) {
            boolean onNewLine = tokens.breaksBefore();
            Doc leading = tokens.leading();
            Doc arrow = tokens.isNext("->") ? Doc.all(tokens.take(), Doc.SPACE) : Doc.EMPTY;
            Stage stage = stages.get(at);
            Doc doc = stage(stage);
            List<Doc> checks = new ArrayList<>();
            for (at++; at < stages.size() && isCheck(stages.get(at)); at++) {
                checks.add(stage(stages.get(at)));
            }
            links.add(new Chain.Link(
                    leading, arrow, doc, checks, onNewLine, stage.match(new StartsRow()), stage.match(new CallName())));
        }
        return links;
    }

    private static boolean isCheck(Stage stage) {
        return stage instanceof Stage.Check;
    }

    private Doc stage(Stage stage) {
        Doc leading = tokens.leading();
        return Doc.all(leading, Doc.group(Doc.align(stage.match(this))));
    }

    /** The stages between braces; lines of the group around it if it need not be open. */
    Doc sequence(Sequence sequence, boolean open) {
        Doc line = open ? Doc.HARD : Doc.LINE;
        Doc first = tokens.take("{");
        List<Doc> parts = new ArrayList<>();
        for (Statement.Local local : sequence.locals()) {
            Doc separator = parts.isEmpty() ? Doc.EMPTY : tokens.blankBefore() ? Doc.BLANK : Doc.HARD;
            parts.add(Doc.all(separator, tokens.leading(), local.match(statements)));
        }
        if (!sequence.stages().isEmpty()) {
            Doc separator = parts.isEmpty() ? Doc.EMPTY : tokens.blankBefore() ? Doc.BLANK : Doc.HARD;
            Doc leading = tokens.leading();
            parts.add(Doc.all(
                    separator, leading, new Chain(Optional.empty(), links(sequence.stages()), declaration).doc()));
        }
        return statements.braces(first, parts, line);
    }

    private Doc label(Optional<Template> label) {
        return label.isPresent() ? Doc.all(tokens.take(), Doc.SPACE) : Doc.EMPTY;
    }

    @Override
    public Doc call(Stage.Call call) {
        Doc name = Doc.all(label(call.label()), tokens.take(call.name().text()));
        boolean bare = tokens.start() >= call.span().end();
        return bare ? name : Doc.all(name, expressions.arguments(call.arguments()));
    }

    @Override
    public Doc inline(Stage.Inline inline) {
        return Doc.all(label(inline.label()), tokens.take("seq"), Doc.SPACE, sequence(inline.body(), false));
    }

    @Override
    public Doc conditional(Stage.Conditional conditional) {
        List<Doc> branches = new ArrayList<>();
        for (Stage.Conditional.Branch branch : conditional.branches()) {
            Doc leading = tokens.leading();
            Doc otherwise = branches.isEmpty() ? Doc.EMPTY : Doc.all(tokens.take("else"), Doc.SPACE);
            Doc condition = Doc.all(tokens.take("if"), Doc.SPACE, expressions.of(branch.condition()), Doc.SPACE);
            branches.add(Doc.all(leading, otherwise, condition, sequence(branch.body(), false)));
        }
        if (conditional.otherwise().isPresent()) {
            Doc leading = tokens.leading();
            Doc word = Doc.all(tokens.take("else"), Doc.SPACE);
            branches.add(Doc.all(leading, word, sequence(conditional.otherwise().get(), false)));
        }
        return new Doc.Choice(Doc.joined(Doc.SPACE, branches), Printer.WIDTH, column -> {
            boolean lines = branches.stream().allMatch(each -> column + each.width() <= Printer.WIDTH);
            return lines
                    ? Doc.align(Doc.joined(
                            Doc.HARD, branches.stream().map(Doc::group).toList()))
                    : Doc.joined(Doc.SPACE, branches);
        });
    }

    @Override
    public Doc repeat(Stage.Repeat repeat) {
        return Doc.all(loop(repeat.pattern(), repeat.range()), Doc.SPACE, Doc.group(sequence(repeat.body(), false)));
    }

    /** {@code for i in 0..n}. */
    Doc loop(Pattern pattern, Range range) {
        Doc word = Doc.all(tokens.take("for"), Doc.SPACE);
        List<Elements.Element> slots = pattern.slots().stream()
                .map(each -> (Elements.Element) tokens::take)
                .toList();
        Doc names = pattern.tuple()
                ? elements.take("(", slots, ")").joined(Doc.SPACE)
                : slots.get(0).take();
        Doc in = Doc.all(Doc.SPACE, tokens.take("in"), Doc.SPACE);
        return Doc.all(word, names, in, range.match(this));
    }

    @Override
    public Doc output(Stage.Output output) {
        return Doc.all(
                tokens.take("output"), Doc.SPACE, tokens.take(output.name().text()));
    }

    @Override
    public Doc use(Stage.Use use) {
        return Doc.all(tokens.take("use"), Doc.SPACE, tokens.take());
    }

    @Override
    public Doc check(Stage.Check check) {
        Doc word = tokens.take("is");
        List<Elements.Element> entries = check.entries().stream()
                .map(each -> (Elements.Element) () ->
                        each.extent().isPresent() ? expressions.of(each.extent().get()) : tokens.take("_"))
                .toList();
        return Doc.all(word, Doc.SPACE, elements.take("[", entries, "]").filled());
    }

    @Override
    public Doc between(Range.Between between) {
        return Doc.all(expressions.of(between.from()), tokens.take(".."), expressions.of(between.to()));
    }

    @Override
    public Doc elements(Range.Elements range) {
        return expressions.of(range.list());
    }
}
