-- One instruction, much text: conversion of case.
-- expects: instructions
-- instructions: 1000000

local s = ('x'):rep(1e6)
while true do
  s:upper()
end
