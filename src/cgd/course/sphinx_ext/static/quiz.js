/* Self-check questions. Answers stay in this browser: nothing is sent, and "Start again" forgets them. */
"use strict";
(() => {
  const quizzes = [...document.querySelectorAll(".quiz")];
  if (quizzes.length === 0) return;
  const MEMORY = "cgd-quiz:" + location.pathname;
  const words = quizzes[0].dataset;
  const testing = quizzes[0].classList.contains("quiz-test");
  let first = {}; // the first answer to each question, by the id of its field set
  try { first = JSON.parse(localStorage.getItem(MEMORY)) || {}; } catch (error) { /* nothing can be kept: the page still works */ }
  const keep = () => { try { localStorage.setItem(MEMORY, JSON.stringify(first)); } catch (error) { /* as above */ } };
  const said = (text, right) => text.replace("{right}", right).replace("{total}", quizzes.length);
  const isRight = (input) => input.closest(".quiz-option").querySelector(".quiz-right") !== null;
  const chosen = () => quizzes.map((quiz) => quiz.querySelector("input:checked")).filter(Boolean);

  const bar = document.createElement("div");
  bar.className = "quiz-bar";
  const score = document.createElement("p");
  score.setAttribute("role", "status");
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const again = button(words.again, () => {
    first = {};
    keep();
    for (const input of document.querySelectorAll(".quiz input")) input.checked = false;
    for (const quiz of quizzes) { quiz.classList.remove("quiz-explained"); quiz.querySelector(".quiz-status").textContent = ""; }
    score.textContent = "";
    quizzes[0].querySelector("input").focus();
  });
  bar.append(score);
  if (testing) {
    bar.append(button(words.count, () => {
      score.textContent = said(words.counted, chosen().filter(isRight).length);
    }), button(words.explain, () => { for (const quiz of quizzes) quiz.classList.add("quiz-explained"); }));
  }
  bar.append(again);
  quizzes[quizzes.length - 1].after(bar);

  const tell = () => {
    const answers = Object.values(first).map((id) => document.getElementById(id)).filter(Boolean);
    if (answers.length > 0 && !testing) score.textContent = said(words.score, answers.filter(isRight).length);
  };
  document.addEventListener("change", (event) => {
    const quiz = event.target.closest(".quiz");
    if (!quiz) return;
    if (testing) first[quiz.id] = event.target.id;
    else first[quiz.id] ??= event.target.id;
    keep();
    // A screen reader hears the explanation; in a test there is none yet.
    const why = event.target.closest(".quiz-option").querySelector(".quiz-why");
    if (!testing) quiz.querySelector(".quiz-status").textContent = why.textContent.trim();
    tell();
  });
  // After a reload the first answers are back.
  for (const id of Object.values(first)) { const input = document.getElementById(id); if (input) input.checked = true; }
  tell();
})();
