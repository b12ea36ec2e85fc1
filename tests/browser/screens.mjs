// Makes screens of pages: node screens.mjs PAGE.html SCREEN.webp …
//
// docs/page.md has the command for those of the README.
import fs from "node:fs";
import { launch, open } from "./browser.mjs";

const SIZE = { width: 1100, height: 900 };
const QUALITY = 0.8;

const files = process.argv.slice(2);
const browser = await launch();
for (let index = 0; index + 1 < files.length; index += 2) {
  const { page, close } = await open(browser, files[index], { viewport: SIZE });
  const png = await page.screenshot();
  await close();
  // The browser itself writes WebP, which is a quarter of the size.
  const blank = await browser.newPage();
  const webp = await blank.evaluate(async ([png, quality]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", quality).split(",")[1];
  }, [png.toString("base64"), QUALITY]);
  await blank.close();
  fs.writeFileSync(files[index + 1], Buffer.from(webp, "base64"));
}
await browser.close();
