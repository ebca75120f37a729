/** Every character that Yardem's own Arabic-script font holds. No digits: those are Latin here. What is missing comes from the device. */

const list = (letters: string) => letters.split(' ');

/** The 32 letters of Uyghur. */
export const uyghur = list('ا ە ب پ ت ج چ خ د ر ز ژ س ش غ ف ق ك گ ڭ ل م ن ھ و ۇ ۆ ۈ ۋ ې ى ي');

/** The 33 letters of Kazakh: 29, and four vowels that a high hamza (U+0674, as CLDR writes it) makes soft. */
export const kazakh = list('ا ب ۆ گ ع د ە ج ز ي ك ق ل م ن ڭ و پ ر س ت ۋ ۇ ف ح ھ چ ش ى ٴا ٴو ٴۇ ٴى');

// The seat of a leading vowel in Uyghur, and the hamza that most keyboards write for the high one in Kazakh.
const hamzas = 'ئ ء';

// Names and loans come from the neighbours' alphabets, and keyboards put Arabic or Persian forms of one letter.
const neighbours = 'آ أ إ ؤ ة ث ذ ص ض ط ظ ه ی ک ۀ ہ ۃ';

const signs = '، ؛ ؟ ٪ ٫ ٬ ۔ ـ';

// Zero width non-joiner and joiner: fetched from another font they would tear a word in two.
const joiners = '\u200c \u200d';

export const letters: string = [
  ...new Set([...uyghur, ...kazakh, ...list(`${hamzas} ${neighbours} ${signs} ${joiners}`)].join('')),
].join('');
