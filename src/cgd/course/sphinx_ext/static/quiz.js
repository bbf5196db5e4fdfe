/* Reads the explanation of the chosen answer to screen readers; nothing is stored or sent. */
document.addEventListener("change", (event) => {
  const quiz = event.target.closest(".quiz");
  if (!quiz) return;
  const why = event.target.closest(".quiz-option").querySelector(".quiz-why");
  quiz.querySelector(".quiz-status").textContent = why.textContent.trim();
});
