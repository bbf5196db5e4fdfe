-- What pandoc leaves behind on the way from HTML to Word and Typst: styles, row names of tables, languages.
local STYLES = { meta = "Meta", notice = "Notice", problem = "Problem", figure = "Evidence" }

local function wrapped(content, before, after, raw)
  content:insert(1, raw("typst", before))
  content:insert(raw("typst", after))
  return content
end

-- A block with a class becomes a paragraph style of the Word template, or a function of the Typst template.
function Div(div)
  local style = STYLES[div.classes[1]]
  if not style then
    return nil
  elseif FORMAT == "typst" then
    return wrapped(div.content, "#" .. style:lower() .. "[", "]", pandoc.RawBlock)
  end
  div.attributes["custom-style"] = style
  return div
end

function Span(span)
  if span.classes[1] == "empty" then
    return pandoc.Emph(span.content)
  end
  -- Word gets the language of a span from pandoc; Typst has to be told, and knows the language without its region.
  local language = (span.attributes.lang or ""):match("^%a%a%a?")
  if language and FORMAT == "typst" then
    return wrapped(span.content, '#text(lang: "' .. language:lower() .. '")[', "]", pandoc.RawInline)
  end
end

-- A table whose rows have names: Word marks its first column, on paper they stand out.
function Table(table)
  local body = table.bodies[1]
  if not body or body.row_head_columns == 0 then
    return nil
  elseif FORMAT == "docx" then
    table.attributes["custom-style"] = "NamedTable"
    return table
  end
  for _, row in ipairs(body.body) do
    local first = row.cells[1]
    if first and first.contents[1] and first.contents[1].content then
      first.contents[1].content = { pandoc.Strong(first.contents[1].content) }
    end
  end
  return table
end
