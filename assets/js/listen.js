// "Nghe bài viết": the browser reads the article aloud, where it has a Vietnamese voice.
// Lost without it: the button, which is not shown.
"use strict";
{
  const button = document.querySelector('[data-do="listen"]');
  const story = document.querySelector("[data-story]");
  const speech = window.speechSynthesis;
  let voice;

  // A paragraph each: browsers fall silent in the middle of a long text.
  function paragraphs() {
    story.classList.add("is-taking-words");
    const words = [...story.querySelectorAll("h1, .sapo, .prose")].map((part) => part.innerText);
    story.classList.remove("is-taking-words");
    return words.join("\n").split("\n").filter((line) => line.trim());
  }

  function show(reading) {
    button.setAttribute("aria-pressed", String(reading));
  }

  function toggle() {
    const reading = button.getAttribute("aria-pressed") === "true";
    speech.cancel();
    show(!reading);
    if (reading) return;
    const texts = paragraphs();
    texts.forEach((text, place) => {
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voice;
      words.lang = voice.lang;
      if (place === texts.length - 1) words.onend = () => show(false);
      speech.speak(words);
    });
  }

  function offer() {
    voice = speech.getVoices().find(({ lang }) => /^vi\b/i.test(lang));
    button.hidden = !voice;
  }

  if (button && story && speech) {
    offer();
    speech.addEventListener?.("voiceschanged", offer);
    button.addEventListener("click", toggle);
    addEventListener("pagehide", () => speech.cancel());
  }
}
