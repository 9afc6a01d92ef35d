/** A first title from a file's name: "lich_cat_dien-ngay-mai.mp3" becomes "Lich cat dien ngay mai". */
export const titleFromFile = (name: string): string => {
  const words = name
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[_-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
  return (words.charAt(0).toLocaleUpperCase('vi') + words.slice(1)).slice(0, 200);
};
