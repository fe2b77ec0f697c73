package dev.convoke.compiler.lint;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Parameter;
import dev.convoke.compiler.syntax.SpecFile;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Statement;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what each name of a file stands for: the innermost in sight, then the file's declarations. */
final class NameWalk extends Walk {
    private final List<Given> given = new ArrayList<>();
    private final Set<String> foreign = new HashSet<>();
    private final Map<String, Given> declarations = new HashMap<>();
    private final Deque<Map<String, Given>> scopes = new ArrayDeque<>();
    private Optional<Declaration> around = Optional.empty();

    /** A definition whose uses are being collected. */
    private record Given(Names.Kind kind, Identifier name, Declaration in, Span statement, List<Identifier> uses) {
        Names.Definition finished() {
            return new Names.Definition(kind, name, in, statement, uses);
        }
    }

    NameWalk(SpecFile file) {
        for (Declaration each : file.declarations()) {
            var declared = new Given(Names.Kind.DECLARATION, each.name(), each, each.span(), new ArrayList<>());
            given.add(declared);
            declarations.putIfAbsent(each.name().text(), declared);
        }
    }

    Names names() {
        return new Names(given.stream().map(Given::finished).toList(), foreign);
    }

    private void use(Identifier name) {
        Optional<Given> local = scopes.stream()
                .flatMap(scope -> Optional.ofNullable(scope.get(name.text())).stream())
                .findFirst();
        Optional<Given> found = local.or(() -> Optional.ofNullable(declarations.get(name.text())));
        found.ifPresentOrElse(each -> each.uses().add(name), () -> foreign.add(name.text()));
    }

    private void give(Names.Kind kind, Identifier name, Span statement) {
        var named = new Given(kind, name, around.orElseThrow(), statement, new ArrayList<>());
        given.add(named);
        scopes.element().put(name.text(), named);
    }

    @Override
    protected void open() {
        scopes.push(new HashMap<>());
    }

    @Override
    protected void close() {
        scopes.pop();
    }

    /** What is given elsewhere than in the methods below. */
    @Override
    protected void define(Identifier name) {
        give(Names.Kind.LOOP, name, name.span());
    }

    @Override
    protected void parameters(List<Parameter> parameters) {
        for (Parameter each : parameters) {
            each.byDefault().ifPresent(value -> value.match(this));
            give(Names.Kind.PARAMETER, each.name(), each.span());
        }
    }

    @Override
    public Walk net(Declaration.Net net) {
        around = Optional.of(net);
        return super.net(net);
    }

    @Override
    public Walk variant(Declaration.Variant variant) {
        around = Optional.of(variant);
        use(variant.base());
        return super.variant(variant);
    }

    @Override
    public Walk block(Declaration.Block block) {
        around = Optional.of(block);
        return super.block(block);
    }

    @Override
    public Walk seq(Declaration.Seq seq) {
        around = Optional.of(seq);
        return super.seq(seq);
    }

    @Override
    public Walk function(Declaration.Function function) {
        around = Optional.of(function);
        return super.function(function);
    }

    @Override
    public Walk constant(Declaration.Constant constant) {
        around = Optional.of(constant);
        return super.constant(constant);
    }

    @Override
    public Walk input(Statement.Input input) {
        input.extents().forEach(each -> each.match(this));
        give(Names.Kind.INPUT, input.name(), input.span());
        return this;
    }

    @Override
    public Walk let(Statement.Let let) {
        let.value().match(this);
        give(Names.Kind.LET, let.name(), let.span());
        return this;
    }

    @Override
    public Walk call(Stage.Call call) {
        use(call.name());
        return super.call(call);
    }

    @Override
    public Walk call(Expression.Call call) {
        use(call.name());
        return super.call(call);
    }

    @Override
    public Walk name(Expression.Name name) {
        use(name.identifier());
        return this;
    }
}
