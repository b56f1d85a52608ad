-- Hits of one second of one day, all or nothing. What the words mean is said in definitions.py.
-- KEYS: seen, viewed, sums, pages, pages of the day
-- ARGV: at, day, yesterday, week, month, seconds of a visit, seconds of being online, most remembered,
--       seconds that the pages of a day are kept, the hits, then the names of their pages
-- A hit is 35 bytes: the visitor across midnight (8) and today (8), the view across midnight (8) and today (8),
--       the number of its page from 1, or 0, to the base of 255 in digits from 1 (2), whether "across midnight"
--       is to be looked at: "1" or "0" (1). The last three are never 0, so that redis-benchmark can say a hit.
-- Answers "online today yesterday week month total WHAT VIEWS": WHAT is a letter for each hit (visit: 1,
--       view: 2, both: 3, neither: 0, refused: f), VIEWS a number for each page, with commas.
local at, visit, online, most = ARGV[1], tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local hits, first_page, size = ARGV[10], 10, 35

-- This second makes us forget those far from it, once.
if redis.call('HGET', KEYS[3], 'at') ~= at then
  redis.call('HSET', KEYS[3], 'at', at)
  for i = 1, 2 do
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', at - visit)
    redis.call('ZREMRANGEBYSCORE', KEYS[i], at + visit, '+inf')
  end
end

-- A set of remembered keys, with what is to change in it: true is to be noted, false to be dropped.
local function remembered(set)
  return {set = set, changed = {}, noted = {}, dropped = {}, room = most - redis.call('ZCARD', set), fresh = 0}
end

local function latest(known, key)
  local changed = known.changed[key]
  if changed == nil then
    return redis.call('ZSCORE', known.set, key)
  end
  return changed
end

-- Whether key is new; it is remembered from now on. nil when there is no room for a new one.
local function new(known, key, across)
  local before = latest(known, key)
  if before == at or before == true then
    return false
  end
  local goes_on = before
  if not before and across and latest(known, across) then
    goes_on = true
    known.changed[across] = false
    known.dropped[#known.dropped + 1] = across
    known.room = known.room + 1
  end
  if not goes_on then
    if known.room < 1 then
      return nil
    end
    known.fresh = known.fresh + 1
  end
  if not before then
    known.room = known.room - 1
  end
  known.changed[key] = true
  known.noted[#known.noted + 1] = key
  return not goes_on
end

-- A command with more words than Lua's stack may hold, in parts.
local function call(command, set, words)
  for first = 1, #words, 1000 do
    redis.call(command, set, unpack(words, first, math.min(first + 999, #words)))
  end
end

local function write(known)
  local pairs_of = {}
  for _, key in ipairs(known.noted) do
    if known.changed[key] then
      pairs_of[#pairs_of + 1] = at
      pairs_of[#pairs_of + 1] = key
    end
  end
  local dropped = {}
  for _, key in ipairs(known.dropped) do
    if not known.changed[key] then
      dropped[#dropped + 1] = key
    end
  end
  call('ZADD', known.set, pairs_of)  -- first: should memory be full, nothing has been dropped
  call('ZREM', known.set, dropped)
  redis.call('EXPIRE', known.set, visit * 2)
end

local seen, viewed = remembered(KEYS[1]), remembered(KEYS[2])
local what, pages, views = {}, {}, 0
for first = 1, #hits, size do
  local high, low, is_across = string.byte(hits, first + 32, first + 34)
  local page = (high - 1) * 255 + low - 1
  is_across = is_across == 49
  local is_visit = new(seen, string.sub(hits, first + 8, first + 15), is_across and string.sub(hits, first, first + 7))
  if is_visit == nil then
    what[#what + 1] = 'f'
  else
    local told = is_visit and 1 or 0
    if page > 0 and new(viewed, string.sub(hits, first + 24, first + 31),
                        is_across and string.sub(hits, first + 16, first + 23)) then
      told = told + 2
      views = views + 1
      pages[page] = (pages[page] or 0) + 1
    end
    what[#what + 1] = told
  end
end
write(seen)
write(viewed)

if seen.fresh > 0 then
  for _, name in ipairs({'visits', ARGV[2], 'w' .. ARGV[4], 'm' .. ARGV[5]}) do
    redis.call('HINCRBY', KEYS[3], name, seen.fresh)
  end
end
if views > 0 then
  redis.call('HINCRBY', KEYS[3], 'v' .. ARGV[2], views)
  for page, more in pairs(pages) do
    redis.call('HINCRBY', KEYS[4], ARGV[first_page + page], more)
    redis.call('HINCRBY', KEYS[5], ARGV[first_page + page], more)
  end
  redis.call('EXPIRE', KEYS[5], ARGV[9])
end

local told = redis.call('HMGET', KEYS[3], ARGV[2], ARGV[3], 'w' .. ARGV[4], 'm' .. ARGV[5], 'visits')
for i = 1, 5 do told[i] = told[i] or 0 end
local here = redis.call('ZCOUNT', KEYS[1], at - online + 1, at + online - 1)
local of_pages = {}
for first = first_page + 1, #ARGV, 1000 do
  for _, count in ipairs(redis.call('HMGET', KEYS[4], unpack(ARGV, first, math.min(first + 999, #ARGV)))) do
    of_pages[#of_pages + 1] = count or 0
  end
end
return here .. ' ' .. table.concat(told, ' ') .. ' ' .. table.concat(what) .. ' ' .. table.concat(of_pages, ',')
