grammar Cnn;
file : EOF ;
WS : [ \t\r\n]+ -> skip ;
