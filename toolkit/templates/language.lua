-- Pandoc keeps a span's language for Word; for Typst it has to be said.
function Span(span)
  local language = span.attributes.lang
  if language and FORMAT == "typst" then
    local inner = span.content
    inner:insert(1, pandoc.RawInline("typst", '#text(lang: "' .. language .. '")['))
    inner:insert(pandoc.RawInline("typst", "]"))
    return inner
  end
end
