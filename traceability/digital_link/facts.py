"""The Application Identifiers, their formats and pairings, release 2026-01-27 of GS1's syntax dictionary.

One row an identifier, or a family: `310-316:5` stands for 3100 to 3105, 3110 to 3115, … 3160 to 3165.
Columns: identifiers, flags, components joined by "/", rules.
Flags: `*` ends without a separator, `?` may stand in the query of a Digital Link, `-` neither.
Component: N digits, X character set 82, Y set 39, Z base64url; a length or `..most`; "." and checks; "[…]" if
optional. Rules: `key`, `key=qualifiers|…` primary key; `req=` needs one of these groups; `ex=` none of these.
An `n` in a rule stands for any digit, `~` for the row's own family.
"""

FACTS = """
00 *? N18.csum.gcp2 key
01 *? N14.csum.gcp2 ex=255,37 key=22,10,21|235
02 *? N14.csum.gcp2 ex=01,03 req=37
03 * N14.csum.gcp2 ex=01,02,37
10 ? X..20 req=01,02,03,8006,8026
11 *? N6.yymmd0 req=01,02,03,8006,8026
12 *? N6.yymmd0 req=8020
13 *? N6.yymmd0 req=01,02,03,8006,8026
15 *? N6.yymmd0 req=01,02,03,8006,8026
16 *? N6.yymmd0 req=01,02,03,8006,8026
17 *? N6.yymmd0 req=01,02,03,255,8006,8026
20 *? N2 req=01,02,8006,8026
21 - X..20 req=01,03,8006 ex=235
22 - X..20 req=01
235 - X..28 req=01
240 ? X..30 req=01,02,8006,8026
241 ? X..30 req=01,02,8006,8026
242 ? N..6 req=01,02,8006,8026
243 ? X..20 req=01
250 ? X..30 req=01,8006 req=21
251 ? X..30 req=01,8006
253 ? N13.csum.gcp1/[X..17] key
254 - X..20 req=414
255 ? N13.csum.gcp1/[N..12] key ex=01,02,415,8006,8020,8026
30 ? N..8 req=01,02
310-316:5 *? N6 req=01,02 ex=~
320-329:5 *? N6 req=01,02 ex=~
330-336:5 *? N6 req=00,01 ex=~
337:5 *? N6 req=01 ex=~
340-349:5 *? N6 req=00,01 ex=~
350-352:5 *? N6 req=01,02 ex=~
353-355:5 *? N6 req=00,01 ex=~
356-357:5 *? N6 req=01,02 ex=~
360-361:5 *? N6 req=01,02 ex=~
362-363:5 *? N6 req=00,01 ex=~
364-366:5 *? N6 req=01,02 ex=~
367-369:5 *? N6 req=00,01 ex=~
37 ? N..8 req=00 req=02,8026
390:9 ? N..15 req=255,8020 ex=390n,391n,394n,8111
391:9 ? N3.currency/N..15 req=8020 ex=391n
392:9 ? N..15 req=01 req=30,31nn,32nn,35nn,36nn ex=392n,393n
393:9 ? N3.currency/N..15 req=30,31nn,32nn,35nn,36nn ex=393n
394:3 ? N4 req=255 ex=394n,8111
395:5 ? N6 req=30,31nn,32nn,35nn,36nn ex=392n,393n,395n,8005
400 ? X..30
401 ? X..30.gcp1 key
402 ? N17.csum.gcp1 key
403 ? X..30 req=00
410-413 *? N13.csum.gcp1
414 *? N13.csum.gcp1 key=254|7040
415 *? N13.csum.gcp1 req=8020 key=8020
416 *? N13.csum.gcp1
417 *? N13.csum.gcp1 key=7040
420 ? X..20 ex=421
421 ? N3.country/X..9 ex=4307
422 ? N3.country req=01,02,8006,8026 ex=426
423 ? N3.country/[N3].country/[N3].country/[N3].country/[N3].country req=01,02 ex=426
424 ? N3.country req=01,02 ex=426
425 ? N3.country/[N3].country/[N3].country/[N3].country/[N3].country req=01,02 ex=426
426 ? N3.country req=01,02
427 ? X..3 req=01,02 req=422
4300-4301 ? X..35.pcenc req=00
4302 ? X..70.pcenc req=00
4303 ? X..70.pcenc req=4302
4304-4306 ? X..70.pcenc req=00
4307 ? X2.country2 req=00
4308 ? X..30 req=00
4309 ? N10.latitude/N10.longitude req=00
4310-4311 ? X..35.pcenc req=00
4312 ? X..70.pcenc req=00
4313 ? X..70.pcenc req=4312
4314-4316 ? X..70.pcenc req=00
4317 ? X2.country2 req=00
4318 ? X..20 req=00
4319 ? X..30 req=00
4320 ? X..35.pcenc req=00
4321-4323 ? N1.yesno req=00
4324-4325 ? N6.yymmd0/N4.hhmi req=00
4326 ? N6.yymmdd req=00
4330 ? N6/[X1].hyphen req=00 ex=4331
4331 ? N6/[X1].hyphen req=00 ex=4330
4332 ? N6/[X1].hyphen req=00 ex=4333
4333 ? N6/[X1].hyphen req=00 ex=4332
7001 ? N13 req=01,02,8006,8026
7002 ? X..30 req=01,02
7003 ? N6.yymmdd/N4.hhmi req=01,02
7004 ? N..4 req=01+10
7005 ? X..12 req=01,02
7006 ? N6.yymmdd req=01,02
7007 ? N6.yymmdd/[N6].yymmdd req=01,02
7008 ? X..3 req=01,02
7009 ? X..10 req=01,02
7010 ? X..2 req=01,02
7011 ? N6.yymmdd/[N4].hhmi req=01,02
7020 ? X..20 req=01,8006 req=416
7021 ? X..20 req=01,8006
7022 ? X..20 req=7021
7023 ? X..30.gcp1
7030-7039 ? N3.country999/X..27 req=01,02
7040 - N1/X1/X1/X1.importer
7041 - X..4.package req=00
710-717 ? X..20 req=01
7230-7239 ? X2/X..28 req=01,8004
7240 ? X..20 req=01,8006
7241 ? N2.media req=8017,8018
7242 ? X..25 req=8017,8018
7250 ? N8.yyyymmdd req=8018 ex=7251
7251 ? N8.yyyymmdd/N4.hhmi req=8018 ex=7250
7252 ? N1.sex req=8018
7253-7254 ? X..40.pcenc req=8017,8018 ex=7256,7259
7255 ? X..10 req=8017,8018 ex=7256,7259
7256 ? X..90.pcenc req=8017,8018
7257 ? X..70.pcenc req=8018
7258 ? X3.position req=8018+7259
7259 ? X..40.pcenc req=8018 ex=7256
8001 ? N4.nonzero/N5.nonzero/N3.nonzero/N1.winding/N1 req=01
8002 ? X..20
8003 ? N1.zero/N13.csum.gcp1/[X..16] key
8004 ? X..30.gcp1 key=7040
8005 ? N6 req=01,02
8006 ? N14.csum.gcp2/N4.piece ex=01,37 key=22,10,21
8007 ? X..34.iban req=415
8008 ? N6.yymmdd/N2.hh/[N2].mi/[N2].ss req=01,02
8009 ? X..50 req=00,01
8010 ? Y..30.gcp1 key=8011
8011 - N..12.nozeroprefix req=8010
8012 ? X..20 req=01,8006
8013 ? X..25.csumalpha.gcp1 key
8014 - X..25.csumalpha.gcp1.hasnondigit req=01
8017 ? N18.csum.gcp1 ex=8018 key=8019
8018 ? N18.csum.gcp1 ex=8017 key=8019
8019 - N..10 req=8017,8018
8020 - X..25 req=415
8026 ? N14.csum.gcp2/N4.piece req=37 ex=02,8006
8030 ? Z..90 req=00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018
8040 - N15 req=01+21
8041 - N15 req=01+21+8040
8042 - N32 req=01+21+8040
8043 - N18/[N..2] req=01+21+8040
8110 ? X..70.coupon
8111 ? N4 req=255
8112 ? X..70.couponoffer
8200 - X..70 req=01
90 ? X..30
91-99 ? X..90
"""
