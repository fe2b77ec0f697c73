package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RationalTest {
    @Test
    void decimalsAreExact() {
        assertThat(Rational.parse("1.2")).isEqualTo(new Rational(6, 5));
        assertThat(Rational.parse("1e-5")).isEqualTo(new Rational(1, 100_000));
        assertThat(Rational.of(5).times(Rational.parse("1.4")).ceil()).isEqualTo(Rational.of(7));
        assertThat(Rational.parse("0.1").plus(Rational.parse("0.2"))).isEqualTo(Rational.parse("0.3"));
        assertThat(Rational.parse("1_000")).isEqualTo(Rational.of(1000));
    }

    @Test
    void roundsAsPython() {
        assertThat(Rational.parse("2.5").round()).isEqualTo(Rational.of(2));
        assertThat(Rational.parse("3.5").round()).isEqualTo(Rational.of(4));
        assertThat(Rational.parse("-2.5").round()).isEqualTo(Rational.of(-2));
        assertThat(Rational.parse("2.5000001").round()).isEqualTo(Rational.of(3));
        assertThat(Rational.parse("-7.5").floor()).isEqualTo(Rational.of(-8));
        assertThat(Rational.parse("-7.5").ceil()).isEqualTo(Rational.of(-7));
    }

    @Test
    void rootsAndLogarithmsAreExactWhereTheyCanBe() {
        assertThat(Rational.of(49).sqrt()).isEqualTo(Rational.of(7));
        assertThat(Rational.parse("2.25").sqrt()).isEqualTo(Rational.parse("1.5"));
        assertThat(Rational.of(2).sqrt().doubleValue()).isEqualTo(Math.sqrt(2));
        assertThat(Rational.of(1024).log2()).isEqualTo(Rational.of(10));
        assertThat(Rational.parse("0.125").log2()).isEqualTo(Rational.of(-3));
        assertThat(Rational.of(10).log2().doubleValue()).isEqualTo(StrictMath.log(10) / StrictMath.log(2));
    }

    @Test
    void whatDoesNotFitIsNoNumber() {
        Rational big = Rational.of(Long.MAX_VALUE);
        assertThatThrownBy(() -> big.plus(Rational.ONE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> big.times(big)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Rational.of(Long.MIN_VALUE).negated()).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Rational.ONE.dividedBy(Rational.ZERO)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Rational.parse("1e999999999")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Rational.parse("9".repeat(1000))).isInstanceOf(ArithmeticException.class);
        assertThat(big.dividedBy(big)).isEqualTo(Rational.ONE);
    }

    @Test
    void agreesWithUnboundedArithmetic() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            Rational a = random(random);
            Rational b = random(random);
            BigInteger an = BigInteger.valueOf(a.numerator());
            BigInteger ad = BigInteger.valueOf(a.denominator());
            BigInteger bn = BigInteger.valueOf(b.numerator());
            BigInteger bd = BigInteger.valueOf(b.denominator());
            assertThat(a.plus(b)).isEqualTo(Rational.of(an.multiply(bd).add(bn.multiply(ad)), ad.multiply(bd)));
            assertThat(a.times(b)).isEqualTo(Rational.of(an.multiply(bn), ad.multiply(bd)));
            assertThat(a.minus(b).plus(b)).isEqualTo(a);
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(a.minus(b).signum());
            assertThat(a.floor().compareTo(a)).isLessThanOrEqualTo(0);
            assertThat(a.floor().plus(Rational.ONE).compareTo(a)).isPositive();
        }
    }

    @Test
    void agreesWithUnboundedArithmeticWhereNumbersAreLong() {
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            Rational a = anyLength(random);
            Rational b = anyLength(random);
            BigInteger an = BigInteger.valueOf(a.numerator());
            BigInteger ad = BigInteger.valueOf(a.denominator());
            BigInteger bn = BigInteger.valueOf(b.numerator());
            BigInteger bd = BigInteger.valueOf(b.denominator());
            agree(() -> a.plus(b), an.multiply(bd).add(bn.multiply(ad)), ad.multiply(bd));
            agree(() -> a.minus(b), an.multiply(bd).subtract(bn.multiply(ad)), ad.multiply(bd));
            agree(() -> a.times(b), an.multiply(bn), ad.multiply(bd));
            agree(() -> a.dividedBy(b), an.multiply(bd), ad.multiply(bn));
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(an.multiply(bd).compareTo(bn.multiply(ad)));
            BigDecimal rounded = new BigDecimal(an)
                    .divide(new BigDecimal(ad), 40, RoundingMode.DOWN)
                    .setScale(0, RoundingMode.HALF_EVEN);
            assertThat(BigInteger.valueOf(a.round().numerator())).isEqualTo(rounded.toBigInteger());
        }
    }

    /** What a computation gives is a fraction in lowest terms, or nothing if that does not fit. */
    private static void agree(Supplier<Rational> computation, BigInteger numerator, BigInteger denominator) {
        BigInteger divisor = numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
        if (divisor.signum() == 0
                || numerator.divide(divisor).bitLength() > 63
                || denominator.divide(divisor).bitLength() > 63) {
            assertThatThrownBy(computation::get).isInstanceOf(ArithmeticException.class);
            return;
        }
        assertThat(computation.get())
                .isEqualTo(new Rational(
                        numerator.divide(divisor).longValueExact(),
                        denominator.divide(divisor).longValueExact()));
    }

    /** Numbers of up to 64 bits, many of them at the ends of 31, 32, 62 and 63 bits. */
    private static Rational anyLength(Random random) {
        long numerator = anyLengthOf(random);
        long denominator = Math.max(1, Math.abs(anyLengthOf(random)));
        return Rational.of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    private static long anyLengthOf(Random random) {
        int bits = random.nextInt(4) == 0 ? 31 + 31 * random.nextInt(2) : random.nextInt(63);
        long number = random.nextBoolean() ? (1L << bits) - 2 + random.nextInt(4) : random.nextLong() >> (63 - bits);
        return random.nextBoolean() ? number : -number;
    }

    @Test
    void decimalsAreShownIfTheyAreShort() {
        Random random = new Random(13);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal decimal = BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), random.nextInt(19));
            Rational number = Rational.of(decimal);
            String plain = decimal.stripTrailingZeros().toPlainString();
            boolean isShort = number.isWhole() || plain.length() <= 16;
            assertThat(number).hasToString(isShort ? plain : number.numerator() + "/" + number.denominator());
        }
    }

    private static Rational random(Random random) {
        return Rational.of(
                BigInteger.valueOf(random.nextInt(2001) - 1000L), BigInteger.valueOf(1 + random.nextInt(1000)));
    }

    @Test
    void isShownAsPeopleWriteIt() {
        assertThat(Rational.of(7)).hasToString("7");
        assertThat(new Rational(7, 2)).hasToString("3.5");
        assertThat(new Rational(-1, 8)).hasToString("-0.125");
        assertThat(new Rational(32, 3)).hasToString("32/3");
        assertThat(new Rational(32, 3).mixed()).isEqualTo("10 2/3");
        assertThat(new Rational(-32, 3).mixed()).isEqualTo("-10 2/3");
        assertThat(new Rational(2, 3).mixed()).isEqualTo("2/3");
    }

    @Test
    void theNearestDouble() {
        Random random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            long numerator = random.nextLong();
            long denominator = 1 + (random.nextLong() >>> 1) % Long.MAX_VALUE;
            Rational value = Rational.of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
            double expected = new BigDecimal(numerator)
                    .divide(new BigDecimal(denominator), new java.math.MathContext(60))
                    .doubleValue();
            assertThat(value.doubleValue()).isEqualTo(expected);
        }
    }
}
