package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Declaration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cases over the kinds of declaration, one function each: the pieces that lookups are made of.
 *
 * @param <R> what is made of a declaration
 */
record Kinds<R>(
        Function<Declaration.Net, R> onNet,
        Function<Declaration.Variant, R> onVariant,
        Function<Declaration.Block, R> onBlock,
        Function<Declaration.Seq, R> onSeq,
        Function<Declaration.Function, R> onFunction,
        Function<Declaration.Constant, R> onConstant)
        implements Declaration.Cases<R> {

    static Kinds<Optional<Declaration.Net>> net() {
        return new Kinds<>(
                Optional::of,
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty());
    }

    static Kinds<Optional<Declaration.Variant>> variant() {
        return new Kinds<>(
                each -> Optional.empty(),
                Optional::of,
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty());
    }

    static Kinds<Optional<Declaration.Block>> block() {
        return new Kinds<>(
                each -> Optional.empty(),
                each -> Optional.empty(),
                Optional::of,
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty());
    }

    static Kinds<Optional<Declaration.Seq>> seq() {
        return new Kinds<>(
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                Optional::of,
                each -> Optional.empty(),
                each -> Optional.empty());
    }

    static Kinds<Optional<Declaration.Function>> function() {
        return new Kinds<>(
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                Optional::of,
                each -> Optional.empty());
    }

    static Kinds<Optional<Declaration.Constant>> constant() {
        return new Kinds<>(
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                each -> Optional.empty(),
                Optional::of);
    }

    static Kinds<String> word() {
        return new Kinds<>(each -> "net", each -> "net", each -> "block", each -> "seq", each -> "fn", each -> "const");
    }

    @Override
    public R net(Declaration.Net net) {
        return onNet.apply(net);
    }

    @Override
    public R variant(Declaration.Variant variant) {
        return onVariant.apply(variant);
    }

    @Override
    public R block(Declaration.Block block) {
        return onBlock.apply(block);
    }

    @Override
    public R seq(Declaration.Seq seq) {
        return onSeq.apply(seq);
    }

    @Override
    public R function(Declaration.Function function) {
        return onFunction.apply(function);
    }

    @Override
    public R constant(Declaration.Constant constant) {
        return onConstant.apply(constant);
    }
}
