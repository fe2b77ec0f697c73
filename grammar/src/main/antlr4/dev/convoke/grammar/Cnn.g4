/*
 * The grammar of .cnn files.
 *
 * Layers are no keywords: the catalogue owns their names. Loops stand for long sequences (stages, operators, statements), so that
 * only brackets nest, and the compiler limits those before it parses.
 *
 * The compiler retypes some tokens between lexer and parser, from their neighbours, which keeps every decision here short:
 *   CALL    a parenthesis on the line of the name before it: an argument list
 *   INDEX   a bracket that touches the value before it: an element or a part of a list
 *   LABEL   a name, a name with {holes} or a string, with the colon behind it
 *   TARGET  the label behind the word `use`
 *   INPUT, OUTPUT, USE   the words `input`, `output` and `use` where they are no names
 */
grammar Cnn;

tokens { CALL, INDEX, LABEL, TARGET, INPUT, OUTPUT, USE }

// ---- entries: one import or declaration at a time, and what stands in the braces of a text

hole
    : expression EOF
    ;

item
    : importing
    | declaration
    ;

// ---- declarations

importing
    : IMPORT STRING
    ;

declaration
    : kind=(NET | BLOCK) NAME parameters? body                 # module
    | NET NAME ASSIGN NAME arguments?                          # variant
    | SEQ NAME parameters? sequence                            # chained
    | FN NAME parameters ASSIGN expression                     # function
    | CONST NAME ASSIGN expression                             # constant
    ;

parameters
    : CALL (parameter (COMMA parameter)* COMMA?)? RPAREN
    ;

parameter
    : NAME (ASSIGN expression)?
    | LABEL NAME
    ;

// ---- bodies

body
    : LBRACE statement* RBRACE
    ;

statement
    : INPUT LABEL NAME? list                                   # input
    | RETURN expression                                        # returned
    | requirement                                              # contract
    | expression (ASSIGN expression)?                          # flow
    ;

requirement
    : REQUIRE expression (COMMA STRING)?
    ;

sequence
    : LBRACE local* (stage check* (ARROW stage check*)*)? RBRACE
    ;

local
    : NAME ASSIGN expression
    | requirement
    ;

// ---- stages

stage
    : LABEL? NAME arguments?                                   # call
    | LABEL? SEQ sequence                                      # inline
    | LABEL? IF disjunction sequence (ELSE IF disjunction sequence)* (ELSE sequence)?   # conditional
    | LABEL? FOR pattern IN range sequence                     # repeat
    | LABEL? OUTPUT NAME                                       # output
    | LABEL? USE TARGET                                        # use
    ;

check
    : IS LBRACKET (entry (COMMA entry)* COMMA?)? RBRACKET
    ;

entry
    : UNDERSCORE
    | expression
    ;

pattern
    : slot
    | LPAREN slot (COMMA slot)* COMMA? RPAREN
    ;

slot
    : NAME
    | UNDERSCORE
    ;

range
    : sum (RANGE sum)?
    ;

arguments
    : CALL (argument (COMMA argument)* COMMA?)? RPAREN
    ;

argument
    : expression (ASSIGN expression)?
    ;

// ---- expressions, the loosest first

expression
    : choice
    | chain
    ;

choice
    : IF disjunction THEN expression (ELSE IF disjunction THEN expression)* ELSE chain
    ;

chain
    : disjunction check* (ARROW stage check*)*
    ;

disjunction
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : NOT* comparison
    ;

comparison
    : sum (operator=(EQ | NE | LT | LE | GT | GE) sum)*
    ;

sum
    : product ((PLUS | MINUS) product)*
    ;

product
    : signed ((STAR | SLASH) signed)*
    ;

signed
    : MINUS* member
    ;

member
    : primary access*
    ;

access
    : DOT NAME
    | INDEX sum (RANGE sum)? RBRACKET
    ;

primary
    : INTEGER                                                  # whole
    | DECIMAL                                                  # decimal
    | STRING                                                   # text
    | TRUE                                                     # truth
    | FALSE                                                    # truth
    | NAME arguments?                                          # named
    | tuple                                                    # grouped
    | list                                                     # listed
    ;

tuple
    : LPAREN element (COMMA element)* COMMA? RPAREN
    ;

list
    : LBRACKET (element (each | (COMMA element)* COMMA?))? RBRACKET
    ;

each
    : FOR pattern IN range (IF disjunction)?
    ;

element
    : expression
    ;

// ---- words

NET : 'net' ;
BLOCK : 'block' ;
SEQ : 'seq' ;
FN : 'fn' ;
CONST : 'const' ;
IMPORT : 'import' ;
REQUIRE : 'require' ;
RETURN : 'return' ;
IF : 'if' ;
THEN : 'then' ;
ELSE : 'else' ;
FOR : 'for' ;
IN : 'in' ;
IS : 'is' ;
AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;
TRUE : 'true' ;
FALSE : 'false' ;

// ---- signs

ARROW : '->' ;
ASSIGN : '=' ;
EQ : '==' ;
NE : '!=' ;
LE : '<=' ;
LT : '<' ;
GE : '>=' ;
GT : '>' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
COMMA : ',' ;
COLON : ':' ;
RANGE : '..' ;
DOT : '.' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;
UNDERSCORE : '_' ;

// ---- names, numbers, texts

NAME : [A-Za-z_] [A-Za-z0-9_]* ;
INTEGER : [0-9]+ ;
DECIMAL : [0-9]+ '.' [0-9]+ EXPONENT? | [0-9]+ EXPONENT ;
STRING : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '"' ;

fragment EXPONENT : [eE] [+-]? [0-9]+ ;

// ---- comments; the scanner finds the end of a nested one itself, which a rule could not in linear time

DOCUMENTATION : '///' (~[/\r\n] ~[\r\n]*)? ;
LINE_COMMENT : '//' ~[\r\n]* ;
COMMENT_OPEN : '/*' ;
SPACE : [ \t\r\n\uFEFF]+ -> skip ;

// ---- what other languages have and this one has not: named here, so that the message can say what to write

OTHER_ARROW : '=>' | '-->' | '==>' | '|>' | '>>' | '~>' | '\u2192' | '\u21D2' | '\u27F6' ;
OTHER_EQ : '===' | '!==' | '<>' ;
OTHER_ASSIGN : ':=' | '+=' | '-=' | '*=' | '/=' ;
OTHER_RANGE : '...' | '..=' | '..<' ;
OTHER_AND : '&&' | '&' ;
OTHER_OR : '||' | '|' ;
OTHER_NOT : '!' ;
OTHER_OPERATOR : '**' | '%' | '^' | '~' ;
SEMICOLON : ';' ;
QUESTION : '?' ;
HASH_COMMENT : '#' ~[\r\n]* ;
OPEN_STRING : '"' ('\\' ~[\r\n] | ~["\\\r\n])* '\\'? ;
SINGLE_QUOTED : '\'' ~['\r\n]* '\'' ;
CURLY_QUOTED : [\u201C\u201D\u201E\u00AB] ~["\u201C\u201D\u00BB\r\n]* ["\u201C\u201D\u00BB] ;
OTHER_NUMBER
    : '0' [xXbBoO] [0-9A-Za-z_]+
    | [0-9]+ [A-Za-z_] [A-Za-z0-9_]*
    | [0-9]+ '.' [0-9]+ [A-Za-z_] [A-Za-z0-9_]*
    | '.' [0-9]+
    ;
STRANGE : . ;
